import type { Link, MarkKind } from '../model/insight.ts';
import { names } from './sentence.ts';
import { number } from './views/format.tsx';

/** An identifier of a kind, as the beginning of a sentence. */
const KIND_WORDS: Readonly<Record<MarkKind, string>> = {
  email: 'An e-mail address',
  phone: 'A phone number',
  person: 'A name, address or birthday',
  customer: 'A customer number',
  browser: 'A browser number',
  click: 'The number of a click on an advertisement',
  advertising: 'An advertising id',
};

/** Of a kind: what several are called, and what whoever gets one can do with it. */
export const KINDS: Readonly<Record<MarkKind, { readonly title: string; readonly means: string }>> =
  {
    email: {
      title: 'E-mail addresses',
      means:
        'Hashed or not, it is the same everywhere and for years: it ties together what you do on all sites and devices that know it, and what shops know of you from elsewhere.',
    },
    phone: {
      title: 'Phone numbers',
      means:
        'Hashed or not, it is the same everywhere and for years: it ties together what you do on all sites and devices that know it, and what shops know of you from elsewhere.',
    },
    person: {
      title: 'Names, addresses, birthdays',
      means: 'They say who you are without any number, and fit to what is known of you elsewhere.',
    },
    customer: {
      title: 'Customer numbers',
      means: 'The site knows whom one stands for; whoever has it from several sites can ask.',
    },
    browser: {
      title: 'Browser numbers',
      means: 'One shows that the same browser was there, without saying whose it is.',
    },
    click: {
      title: 'Clicks on advertisements',
      means:
        'The number of a click ties what you do on a site to the advertisement you came by, and to who you are where you clicked.',
    },
    advertising: {
      title: 'Advertising ids',
      means: 'All apps of a device give the same one, until you reset it in its settings.',
    },
  };

/** "A browser number was tried on 4 sites and from 2 devices, by Meta Pixel." */
export function linkSentence({ kind, sites, devices, trackers }: Link): string {
  const where = [
    ...(sites.length === 0 ? [] : [`on ${counted(sites.length, 'site')}`]),
    ...(devices.length === 0 ? [] : [`from ${counted(devices.length, 'device')}`]),
  ];
  const whom = trackers.length === 0 ? '' : `, by ${names(trackers.map(short))}`;
  return `${KIND_WORDS[kind]} was tried ${where.join(' and ')}${whom}.`;
}

/** What came of it, honestly; what the tracker could link by it. */
export function linkOutcome({ count, stopped, trackers }: Link): string {
  const went = count - stopped;
  const whose = trackers.length === 1 ? 'the tracker' : 'these trackers';
  const ended = `Of ${number(count)} ${count === 1 ? 'try' : 'tries'} `;
  if (went <= 0) return `${ended}all were stopped: from here, ${whose} could link nothing by it.`;
  const some = stopped === 0 ? 'none was stopped' : `${number(stopped)} were stopped`;
  if (went === 1) {
    return `${ended}${some}: the one that went on shows one visit, and links it to no other.`;
  }
  return `${ended}${some}: by the ${number(went)} that went on ${whose} could link visits.`;
}

function counted(count: number, one: string): string {
  return `${number(count)} ${count === 1 ? one : `${one}s`}`;
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
