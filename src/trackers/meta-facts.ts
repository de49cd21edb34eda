import { fact, factsByName, idsByName, type Words } from './facts.ts';
import { type Fields, isHash } from './fields.ts';
import type { PersonalFact } from './told.ts';

/** Meta's names for what identifies a person ("customer information parameters"). */
const PERSONAL: Words = {
  em: 'e-mail',
  ph: 'phone',
  fn: 'first name',
  ln: 'last name',
  ge: 'gender',
  db: 'date of birth',
  ct: 'town',
  st: 'state',
  zp: 'postcode',
  country: 'country',
  external_id: 'customer number',
  fb_login_id: 'Facebook login',
  lead_id: 'lead number',
  subscription_id: 'subscription number',
  madid: 'advertising id',
  anon_id: 'app install number',
  client_ip_address: 'address',
  client_user_agent: 'browser',
};

const IDENTIFIERS: Words = {
  fbp: 'browser id',
  _fbp: 'browser id',
  'data[_fbp]': 'browser id',
  'fb.fbp': 'browser id',
  fbc: 'click id',
  _fbc: 'click id',
  fbcs: 'click id',
  aems: 'click id',
  'data[_fbc]': 'click id',
  'fb.clickID': 'click id',
  fbclid: 'click id',
  click_id: 'click id',
  advertiser_id: 'advertising id',
  anon_id: 'app install number',
  app_user_id: 'customer number',
  device_token: 'push number',
  IDFA: 'advertising id',
};

/** What the script reads of the page, and what a shop says of a search. */
const CONTENT: Words = {
  'cd[search_string]': 'the search words',
  'fb.search_string': 'the search words',
  'custom_data.search_string': 'the search words',
  'cd[buttonText]': 'the text of the button',
  'cd[innerText]': 'the text of the button',
  'custom_data.buttonText': 'the text of the button',
  'cd[formFeatures]': 'the fields of the form',
  'custom_data.formFeatures': 'the fields of the form',
  'cd[pageFeatures]': 'the title of the page',
  'custom_data.pageFeatures': 'the title of the page',
  'pmd[title]': 'the title of the page',
  'pmd[description]': 'what the page is about',
  'pmd[keywords]': 'what the page is about',
  'pmd[contents]': 'what the page is about',
  'cd[Meta]': 'what the page is about',
  'cd[OpenGraph]': 'what the page is about',
  'cd[Schema.org]': 'what the page is about',
  'cd[JSON-LD]': 'what the page is about',
  'cd[DataLayer]': 'what the page is about',
};

/**
 * `ud[em]` is what the site handed over, `udff[em]` what the script read from a
 * form; `aud`, `cud` and `ncud` are the same in other formats. The gateway has
 * `fb.advanced_matching.em`, the servers' format `data.0.user_data.em`, the app
 * SDK JSON in a field called `ud`.
 */
const NESTED =
  /^(?:n?[ac]?ud(ff)?\[(\w+)\](?:\[\d*\])?|fb\.advanced_matching\.(\w+)|(?:data\.\d+\.)?user(?:_?[dD]ata)?\.(\w+)(?:\.\d+)?|ud\.(\w+)(?:\.\d+)?)$/;

/** A hash under one of the names that the pixel gives to personal data. */
export function isMatching({ name, value }: Fields['all'][number]): boolean {
  if (!name.includes('[') || name.length > 80 || !isHash(value)) return false;
  const key = /^n?[ac]?ud(?:ff)?\[(\w+)\](?:\[\d*\])?$/.exec(name)?.[1] ?? '';
  return Object.hasOwn(PERSONAL, key);
}

/** What a request to Meta says about the person, by Meta's own names. */
export function metaFacts(fields: Fields): readonly PersonalFact[] {
  return [
    ...fields.all.flatMap(nested),
    ...factsByName(fields, CONTENT).map((found) => ({ ...found, hashed: false })),
    ...idsByName(fields, IDENTIFIERS).filter(({ field }) => !NESTED.test(field)),
  ];
}

function nested(field: Fields['all'][number]): readonly PersonalFact[] {
  const { name, value } = field;
  const match = value === '' || name.length > 80 ? null : NESTED.exec(name);
  if (match === null) return [];
  const key = match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
  if (Object.hasOwn(PERSONAL, key)) {
    return [fact(field, PERSONAL[key] as string, isHash(value), match[1] !== undefined)];
  }
  // Servers' events carry the ids beside the personal data.
  return Object.hasOwn(IDENTIFIERS, key) ? [fact(field, IDENTIFIERS[key] as string)] : [];
}
