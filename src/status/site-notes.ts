import type { SiteInsight } from '../model/insight.ts';
import type { LearntView } from '../model/learnt.ts';
import { names } from './sentence.ts';

/**
 * Why a site could still tell trackers of a person from its own servers, as far
 * as what was seen of it shows. One sentence each; none where nothing points to
 * it, which does not mean that it cannot.
 */
export function siteNotes(site: SiteInsight, gateways: readonly LearntView[]): readonly string[] {
  const own = gateways.filter((gateway) => isOf(gateway, site.site));
  const pixels = site.trackers.filter(({ name }) => /pixel|tag\b|analytics/i.test(name));
  const contacts = site.trackers.filter(({ asked }) => asked.some(isContact));
  return [
    ...(pixels.length === 0
      ? []
      : [
          `It has ${listed(pixels)}. Who has an account there may upload purchases and customer lists too.`,
        ]),
    ...(contacts.length === 0
      ? []
      : [
          `What was meant for ${listed(contacts)} held an e-mail address, a phone number or a name: the site collects them to have its customers recognised.`,
        ]),
    ...(own.length === 0
      ? []
      : [
          `It passes on to Meta by way of a server of its own: ${names(own.slice(0, 3).map(({ host }) => cut(host)))}. What browsers post there is answered by Eyelid; what that server adds is not seen.`,
        ]),
  ];
}

function isOf({ site, host }: LearntView, name: string): boolean {
  return [site ?? '', host.replace(/:\d+$/, '')].some(
    (of) => of === name || of.endsWith(`.${name}`) || (of !== '' && name.endsWith(`.${of}`)),
  );
}

function isContact(asked: string): boolean {
  return /e-mail|phone|name|postcode|street|birth/.test(asked);
}

function listed(trackers: readonly { readonly name: string }[]): string {
  return names(trackers.slice(0, 4).map(({ name }) => cut(name)));
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
