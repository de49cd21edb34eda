import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, productsOf, siteOf } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { Told } from './told.ts';
import { unfoldJson } from './unfold.ts';

/** Lists in a pixel's own data, as JSON: what is bought, and its numbers. */
const LISTS = ['cd[contents]', 'cd[content_ids]'] as const;

/** A hit of the pixel, wherever it is sent: a pixel's number, an event, a page. */
export function decodeMetaPixel(request: RequestInfo, fields: Fields): Told | null {
  const pixel = firstOf(fields, 'id');
  const event = firstOf(fields, 'ev');
  if (pixel === null || event === null || !/^\d{14,17}$/.test(pixel)) return null;
  return {
    tracker: 'Meta Pixel',
    company: 'Meta',
    event: EVENT_WORDS.get(event) ?? eventName(event, 'an event'),
    more: 0,
    amount: amountOf(firstOf(fields, 'cd[value]'), firstOf(fields, 'cd[currency]')),
    products: productsOf(unfoldJson(fields, LISTS), ['cd[num_items]', ...LISTS]),
    site: siteOf(fields, ['dl', 'rl'], request.page),
    facts: metaFacts(fields),
  };
}

/** Events that the script makes by itself, in words; those of the site keep their names. */
const EVENT_WORDS: ReadonlyMap<string, string> = new Map([
  ['SubscribedButtonClick', 'a button was clicked'],
  ['Microdata', 'the content of a page'],
  ['InputData', 'what was typed into a form'],
]);
