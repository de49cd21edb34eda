import { type Fields, idsByName, isHash } from './fields.ts';
import type { PersonalFact } from './told.ts';

/** Meta's names for what identifies a person ("customer information parameters"). */
const PERSONAL: Readonly<Record<string, string>> = {
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
  madid: 'advertising id',
  anon_id: 'app install number',
  client_ip_address: 'address',
  client_user_agent: 'browser',
};

const IDENTIFIERS: Readonly<Record<string, string>> = {
  fbp: 'browser id',
  _fbp: 'browser id',
  'data[_fbp]': 'browser id',
  'fb.fbp': 'browser id',
  fbc: 'click id',
  _fbc: 'click id',
  fbcs: 'click id',
  'data[_fbc]': 'click id',
  'fb.clickID': 'click id',
  fbclid: 'click id',
  advertiser_id: 'advertising id',
  anon_id: 'app install number',
  app_user_id: 'customer number',
  device_token: 'push number',
  IDFA: 'advertising id',
};

/**
 * `ud[em]` is what the site handed over, `udff[em]` what the script read from a
 * form; `aud`, `cud` and `ncud` are the same in other formats. The gateway has
 * `fb.advanced_matching.em`, the servers' format `data.0.user_data.em`.
 */
const NESTED =
  /^(?:n?[ac]?ud(ff)?\[(\w+)\](?:\[\d*\])?|fb\.advanced_matching\.(\w+)|(?:data\.\d+\.)?user_data\.(\w+)(?:\.\d+)?)$/;

/** What a request to Meta says about the person, by Meta's own names. */
export function metaFacts(fields: Fields): readonly PersonalFact[] {
  return [...fields.flatMap(nested), ...idsByName(fields, IDENTIFIERS)];
}

function nested({ name, value }: Fields[number]): readonly PersonalFact[] {
  const match = value === '' || name.length > 80 ? null : NESTED.exec(name);
  if (match === null) return [];
  const key = match[2] ?? match[3] ?? match[4] ?? '';
  if (Object.hasOwn(PERSONAL, key)) {
    const fromForm = match[1] !== undefined;
    return [{ field: name, word: PERSONAL[key] as string, hashed: isHash(value), fromForm }];
  }
  // Servers' events carry the ids beside the personal data.
  if (!Object.hasOwn(IDENTIFIERS, key)) return [];
  return [{ field: name, word: IDENTIFIERS[key] as string, hashed: false, fromForm: false }];
}
