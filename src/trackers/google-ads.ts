import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, fieldsFrom, firstOf, siteOf } from './fields.ts';
import { googleFacts } from './google-facts.ts';
import type { Told } from './told.ts';
import { pathFields } from './unfold.ts';

/** What Google's advertising servers are told by which path; a name in the fields says more. */
const PATHS: readonly (readonly [path: RegExp, event: string])[] = [
  [/\/(?:ccm|pagead)\/form-data\//, 'what was typed into a form'],
  [/\/pagead\/1p-user-list\//, 'a visit (to advertise again)'],
  [/\/td\/rul\//, 'a visit (for a list in the browser)'],
  [/\/pagead\/(?:1p-)?conversion\//, 'a conversion'],
  [/\/measurement\/conversion/, 'a conversion'],
  [/\/viewthroughconversion\//, 'a visit'],
  [/\/ccm\/collect$/, 'a visit'],
  [/^\/ads\/ga-audiences/, 'a visit (to advertise again)'],
  [/\/activityi?(?:;|\/|$)/, 'a conversion'],
];

const HOSTS = /(?:^|\.)(?:google\.[a-z.]{2,6}|doubleclick\.net|googleadservices\.com)$/;

/** Hits of Google's advertising tags, on any host by their mark, or on Google's by the path. */
export function decodeGoogleAds(request: RequestInfo, sent: Fields): Told | null {
  const path = request.target.split('?', 1)[0] as string;
  // The scripts of the tags carry the same mark; they tell no more than that.
  if (/\.js$|\/gtag\/js$/.test(path)) return null;
  const known = HOSTS.test(request.hostname)
    ? PATHS.find(([place]) => place.test(path))
    : undefined;
  const typed = sent.all.some(({ value }) => /^tv\.1~[a-z]{2}\d?\./.test(value));
  const marked = /^4[0-9a-z]{6}/i.test(firstOf(sent, 'gtm') ?? '');
  if (known === undefined && !marked && !typed) return null;
  // Floodlight writes its fields into the path: `/activity;src=1;cost=9.90`.
  const fields = fieldsFrom([...sent.all, ...pathFields(path)]);
  const named =
    firstOf(fields, 'en') ?? /(?:^|;)event=([^;]{1,40})/.exec(firstOf(fields, 'data') ?? '')?.[1];
  return {
    tracker: 'Google Ads',
    company: 'Google',
    event: wordFor(named ?? null, known?.[1] ?? (typed ? 'what was typed into a form' : 'a visit')),
    more: 0,
    amount: amountOf(firstOf(fields, 'value', 'cost'), firstOf(fields, 'currency_code', 'cu')),
    site: siteOf(fields, ['url', 'dl', '~oref'], request.page),
    facts: googleFacts(fields),
  };
}

/** The tag reports its own start as an event of this name. */
function wordFor(name: string | null, otherwise: string): string {
  return name === 'gtag.config' ? otherwise : eventName(name, otherwise);
}
