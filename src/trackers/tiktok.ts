import type { RequestInfo } from '../model/request.ts';
import { fact } from './facts.ts';
import {
  amountOf,
  countItems,
  eventName,
  type Fields,
  firstOf,
  has,
  isHash,
  productsOf,
  siteOf,
} from './fields.ts';
import type { PersonalFact, Told } from './told.ts';

const USER_WORDS: Readonly<Record<string, string>> = {
  email: 'e-mail',
  sha256_email: 'e-mail',
  auto_email: 'e-mail',
  phone: 'phone',
  phone_number: 'phone',
  sha256_phone_number: 'phone',
  auto_phone_number: 'phone',
  first_name: 'first name',
  last_name: 'last name',
  city: 'town',
  state: 'state',
  zip_code: 'postcode',
  external_id: 'customer number',
  anonymous_id: 'browser id',
  ttp: 'browser id',
};

/** Of these words a hash says nothing: they are made up anyway. */
const MADE_UP: ReadonlySet<string> = new Set(['anonymous_id', 'ttp']);

/** Other fields of a hit, and what they hold. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  'ad.callback': 'click id',
  'ad.ttclid': 'click id',
  'page.title': 'the title of the page',
  'device.idfa': 'advertising id',
  'device.gaid': 'advertising id',
  'device.idfv': 'device number',
};

/** Hits of the TikTok pixel: JSON with the pixel's code in `context`; and of its SDK in apps. */
export function decodeTikTok(request: RequestInfo, fields: Fields): Told | null {
  const app = has(fields, 'tiktok_app_id') && has(fields, 'batch.0.event');
  if (!app && !has(fields, 'context.pixel.code')) return null;
  const at = app ? 'batch.0.' : '';
  const action = firstOf(fields, `${at}event`, 'action');
  const name = app ? firstOf(fields, `${at}context.app.namespace`, `${at}context.app.id`) : null;
  return {
    tracker: app ? 'TikTok App Events' : 'TikTok Pixel',
    company: 'TikTok',
    event: eventName(action, 'an event'),
    app: app ? eventName(name, 'an app') : null,
    more: app ? countItems(fields, 'batch') - 1 : 0,
    amount: amountOf(
      firstOf(fields, `${at}properties.value`),
      firstOf(fields, `${at}properties.currency`),
    ),
    products: productsOf(fields, [`${at}properties.contents`, `${at}properties.content_ids`]),
    site: siteOf(fields, [`${at}context.page.url`], request.page),
    facts: fields.all.flatMap((field) => userFact(field)),
  };
}

function userFact(field: Fields['all'][number]): readonly PersonalFact[] {
  const { name, value } = field;
  if (value === '') return [];
  if (name === 'auto_collected_properties.trigger_element.inner_text') {
    return [fact(field, 'the text of the button')];
  }
  if (/^(?:batch\.\d+\.)?properties\.query$/.test(name)) return [fact(field, 'the search words')];
  const key = /^(?:batch\.\d+\.)?context\.(.+)$/.exec(name)?.[1] ?? '';
  if (Object.hasOwn(FIELD_WORDS, key)) return [fact(field, FIELD_WORDS[key] as string)];
  const user = key.startsWith('user.') ? key.slice('user.'.length) : '';
  if (!Object.hasOwn(USER_WORDS, user)) return [];
  // `auto_` is what the script read from forms by itself.
  const fromForm = user.startsWith('auto_');
  const hashed = !MADE_UP.has(user) && isHash(value);
  return [fact(field, USER_WORDS[user] as string, hashed, fromForm)];
}
