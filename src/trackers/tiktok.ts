import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, has, isHash, siteOf } from './fields.ts';
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
  zip_code: 'postcode',
  external_id: 'customer number',
  anonymous_id: 'browser id',
};

/** Hits of the TikTok pixel: JSON with the pixel's code in `context`. */
export function decodeTikTok(request: RequestInfo, fields: Fields): Told | null {
  if (!has(fields, 'context.pixel.code')) return null;
  const action = firstOf(fields, 'event') ?? firstOf(fields, 'action');
  return {
    tracker: 'TikTok Pixel',
    company: 'TikTok',
    event: eventName(action, 'an event'),
    more: 0,
    amount: amountOf(firstOf(fields, 'properties.value'), firstOf(fields, 'properties.currency')),
    site: siteOf(fields, ['context.page.url'], request.page),
    facts: fields.flatMap(userFact),
  };
}

function userFact({ name, value }: Fields[number]): readonly PersonalFact[] {
  if (value === '') return [];
  if (name === 'context.ad.callback' || name === 'context.ad.ttclid') {
    return [{ field: name, word: 'click id', hashed: false, fromForm: false }];
  }
  if (name === 'auto_collected_properties.trigger_element.inner_text') {
    return [{ field: name, word: 'the text of the button', hashed: false, fromForm: false }];
  }
  const key = name.startsWith('context.user.') ? name.slice('context.user.'.length) : '';
  if (!Object.hasOwn(USER_WORDS, key)) return [];
  // `auto_` is what the script read from forms by itself.
  const fromForm = key.startsWith('auto_');
  const hashed = key !== 'anonymous_id' && isHash(value);
  return [{ field: name, word: USER_WORDS[key] as string, hashed, fromForm }];
}
