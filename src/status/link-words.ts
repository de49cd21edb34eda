import type { Link, MarkKind } from '../model/insight.ts';
import { names } from './sentence.ts';
import { endedWords } from './tried-words.ts';
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

/** What whoever gets it can do with it. */
const KIND_MEANS: Readonly<Record<MarkKind, string>> = {
  email:
    'Hashed or not, it is the same everywhere and for years: it ties together what you do on all sites that know it, on all devices, and what shops know of you from elsewhere.',
  phone:
    'Hashed or not, it is the same everywhere and for years: it ties together what you do on all sites that know it, on all devices, and what shops know of you from elsewhere.',
  person: 'It says who you are without any number, and fits to what is known of you elsewhere.',
  customer: 'The site knows whom it stands for; whoever has it from several sites can ask.',
  browser: 'It shows that the same browser was there, without saying whose it is.',
  click:
    'It ties what you do on a site to the advertisement you came by, and to who you are there.',
  advertising: 'All apps of the device give the same one, until you reset it in its settings.',
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

/** What it means, and what came of it, honestly. */
export function linkMeaning(link: Link): string {
  const ended = endedWords(link);
  return `${KIND_MEANS[link.kind]} Of the tries ${ended}${outcome(link)}.`;
}

function outcome({ count, stopped, trackers }: Link): string {
  const went = count - stopped;
  const whose = trackers.length === 1 ? 'the tracker' : 'these trackers';
  if (went <= 0) return `: from here, ${whose} could link nothing by it`;
  if (went === 1) return ': the one that went on shows one visit, and links it to no other';
  return `: by the ${number(went)} that went on ${whose} could link visits, unless a rule took it out before`;
}

function counted(count: number, one: string): string {
  return `${number(count)} ${count === 1 ? one : `${one}s`}`;
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
