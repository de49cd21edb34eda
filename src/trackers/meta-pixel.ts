import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, has, siteOf } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { PersonalFact, Told } from './told.ts';

/** A hit of the pixel, wherever it is sent: a pixel's number, an event, a page. */
export function decodeMetaPixel(request: RequestInfo, fields: Fields): Told | null {
  const pixel = firstOf(fields, 'id');
  const event = firstOf(fields, 'ev');
  if (pixel === null || event === null || !/^\d{14,17}$/.test(pixel)) return null;
  return {
    tracker: 'Meta Pixel',
    company: 'Meta',
    event: EVENT_WORDS[event] ?? eventName(event, 'an event'),
    more: 0,
    amount: amountOf(firstOf(fields, 'cd[value]'), firstOf(fields, 'cd[currency]')),
    site: siteOf(fields, ['dl', 'rl'], request.page),
    facts: [...metaFacts(fields), ...clicked(fields)],
  };
}

/** Events that the script makes by itself, in words; those of the site keep their names. */
const EVENT_WORDS: Readonly<Record<string, string>> = {
  SubscribedButtonClick: 'a button was clicked',
  Microdata: 'what the page is about',
};

/** With a click go the text of the button and the names of all fields of the form. */
function clicked(fields: Fields): readonly PersonalFact[] {
  const words: readonly (readonly [string, string])[] = [
    ['cd[buttonText]', 'the text of the button'],
    ['cd[formFeatures]', 'the fields of the form'],
  ];
  return words.flatMap(([field, word]) => {
    if (!has(fields, field) || firstOf(fields, field) === '[]') return [];
    return [{ field, word, hashed: false, fromForm: false }];
  });
}
