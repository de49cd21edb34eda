import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, idsByName, siteOf } from './fields.ts';
import type { PersonalFact, Told } from './told.ts';

/** Names of the Measurement Protocol, as the web tag uses them. */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  cid: 'browser id',
  uid: 'customer number',
  sid: 'visit number',
  ecid: 'browser id',
  auid: 'browser id',
  gclid: 'click id',
  gclaw: 'click id',
  dclid: 'click id',
  gbraid: 'click id',
  wbraid: 'click id',
};

const HASHED_WORDS: Readonly<Record<string, string>> = {
  em: 'e-mail',
  pn: 'phone',
  fn: 'first name',
  ln: 'last name',
  sa: 'street',
  ct: 'town',
  rg: 'region',
  pc: 'postcode',
  co: 'country',
};

/** Hits of Google Analytics and of Google's advertising tags, on any host. */
export function decodeGoogle(request: RequestInfo, fields: Fields): Told | null {
  const account = firstOf(fields, 'tid');
  const analytics =
    account !== null &&
    /^(?:(?:G|GT|AW|DC|MC)-[A-Z0-9]|UA-\d)/.test(account) &&
    firstOf(fields, 'v') !== null;
  const advertising = /^4[0-9a-z]{6}/.test(firstOf(fields, 'gtm') ?? '');
  if (!analytics && !advertising) return null;
  const events = fields.filter(({ name }) => name === 'en' || name === 't');
  return {
    tracker: analytics ? 'Google Analytics' : 'Google Ads',
    company: 'Google',
    event: eventName(events[0]?.value ?? null, analytics ? 'an event' : 'a visit'),
    more: Math.max(0, events.length - 1),
    amount: amountOf(
      firstOf(fields, 'epn.value', 'value', 'tr'),
      firstOf(fields, 'cu', 'ep.currency', 'currency_code'),
    ),
    site: siteOf(fields, ['dl', 'url'], request.page),
    facts: [...hashedFacts(fields), ...idsByName(fields, IDENTIFIERS)],
  };
}

/** `em=tv.1~em.<hash>~pn.<hash>`: read out of forms and hashed by the tag. */
function hashedFacts(fields: Fields): readonly PersonalFact[] {
  return fields.flatMap(({ name, value }) => {
    if (!value.startsWith('tv.1~')) return [];
    const keys = value.slice(0, 2_048).matchAll(/~([a-z]{2})\d?\./g);
    return [...new Set([...keys].map(([, key]) => key as string))].flatMap((key) =>
      Object.hasOwn(HASHED_WORDS, key)
        ? [{ field: name, word: HASHED_WORDS[key] as string, hashed: true, fromForm: false }]
        : [],
    );
  });
}
