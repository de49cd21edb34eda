import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, has, productsOf, siteOf } from './fields.ts';
import { isMatching, metaFacts } from './meta-facts.ts';
import type { Told } from './told.ts';
import { unfoldJson } from './unfold.ts';

/** Lists in a pixel's own data, as JSON: what is bought, and its numbers. */
const LISTS = ['cd[contents]', 'cd[content_ids]'] as const;

/**
 * A hit of the pixel, wherever it is sent: a pixel's number, an event, a page;
 * or personal data under the names that only the pixel uses.
 */
export function decodeMetaPixel(request: RequestInfo, fields: Fields): Told | null {
  if (!isHit(request, fields) && !fields.all.some(isMatching)) return null;
  const event = firstOf(fields, 'ev') ?? '';
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

function isHit({ hostname }: RequestInfo, fields: Fields): boolean {
  const pixel = firstOf(fields, 'id') ?? '';
  if (!/^\d{14,17}$/.test(pixel) || firstOf(fields, 'ev') === null) return false;
  return (
    has(fields, 'dl') ||
    has(fields, 'noscript') ||
    /(?:^|\.)(?:facebook|instagram)\.com$/.test(hostname)
  );
}

/** Events that the script makes by itself, in words; those of the site keep their names. */
const EVENT_WORDS: ReadonlyMap<string, string> = new Map([
  ['SubscribedButtonClick', 'a button was clicked'],
  ['Microdata', 'the content of a page'],
  ['InputData', 'what was typed into a form'],
]);
