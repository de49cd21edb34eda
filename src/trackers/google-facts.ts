import { fact, factsByName, idsByName, type Words } from './facts.ts';
import type { Fields } from './fields.ts';
import type { PersonalFact } from './told.ts';

/** Names of the Measurement Protocol and of the advertising tags, as the web tag uses them. */
const IDENTIFIERS: Words = {
  cid: 'browser id',
  uid: 'customer number',
  ecid: 'browser id',
  auid: 'browser id',
  sid: 'visit number',
  _gid: 'browser id',
  ga_vid: 'browser id',
  oid: 'order number',
  ti: 'order number',
  'ep.transaction_id': 'order number',
  gclid: 'click id',
  gclaw: 'click id',
  gac: 'click id',
  dclid: 'click id',
  gbraid: 'click id',
  wbraid: 'click id',
};

const CONTENT: Words = {
  'ep.email': 'e-mail',
  'ep.phone': 'phone',
  'ep.search_term': 'the search words',
  'ep.link_text': 'the text of what was clicked',
  dt: 'the title of the page',
  tiba: 'the title of the page',
};

/** The pieces of `tv.1~em.…~pn.…`; the tag hashes the first five before it sends them. */
const PIECES: Readonly<Record<string, readonly [word: string, hashed: boolean]>> = {
  em: ['e-mail', true],
  pn: ['phone', true],
  fn: ['first name', true],
  ln: ['last name', true],
  sa: ['street', true],
  ct: ['town', false],
  rg: ['region', false],
  pc: ['postcode', false],
  co: ['country', false],
};

/** What a request to Google says about the person. */
export function googleFacts(fields: Fields): readonly PersonalFact[] {
  return [
    ...pieces(fields),
    ...userProperties(fields),
    ...factsByName(fields, CONTENT),
    ...idsByName(fields, IDENTIFIERS),
  ];
}

/** A hit has one, or one for each form. */
const MOST_PACKED = 10;

/** `em=tv.1~em.<hash>~pn.<hash>`: handed over by the site, or read out of its forms by the tag. */
function pieces(fields: Fields): readonly PersonalFact[] {
  const packed = fields.all.filter(({ value }) => value.startsWith('tv.1~')).slice(0, MOST_PACKED);
  return packed.flatMap(({ name, value }) => {
    const found = value.slice(0, 2_048).matchAll(/~([a-z]{2})\d?\.([^~]*)/g);
    // A form may have several addresses; one of each kind is told.
    const pieces = new Map([...found].toReversed().map(([, key = '', text = '']) => [key, text]));
    return [...pieces].toReversed().flatMap(([key, text]) => {
      if (!Object.hasOwn(PIECES, key)) return [];
      const [word, hashed] = PIECES[key] as readonly [string, boolean];
      return [fact({ name, value: text }, word, hashed)];
    });
  });
}

/** `up.` and `upn.`: whatever the site wants to remember of its visitor. */
function userProperties(fields: Fields): readonly PersonalFact[] {
  return fields.all
    .filter(({ name, value }) => /^upn?\./.test(name) && value !== '')
    .map((field) => fact(field, 'what the site knows of the visitor'));
}
