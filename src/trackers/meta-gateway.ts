import type { RequestInfo } from '../model/request.ts';
import { factsByName } from './facts.ts';
import {
  amountOf,
  countItems,
  eventName,
  type Fields,
  firstOf,
  has,
  productsOf,
  siteOf,
} from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { PersonalFact, Told } from './told.ts';
import { PERSON } from './words.ts';

/**
 * Events on their way to Meta by a server of the site: the gateway's format,
 * and the servers' own format sent from a browser or an app.
 */
export function decodeMetaGateway(request: RequestInfo, fields: Fields): Told | null {
  const format = formatOf(fields);
  if (format === null) return null;
  const at = (name: string) => (format === 'servers' ? [`data.0.${name}`] : [name]);
  const event = firstOf(fields, ...at('event_name'), 'eventName');
  return {
    tracker: 'Meta Conversions API',
    company: 'Meta',
    event: event === 'InputData' ? 'what was typed into a form' : eventName(event, 'an event'),
    more: format === 'servers' ? countItems(fields, 'data') - 1 : 0,
    amount: amountOf(
      firstOf(
        fields,
        ...at('custom_data.value'),
        'conversion_value',
        'conversion_value.value',
        'value',
      ),
      firstOf(fields, ...at('custom_data.currency'), 'conversion_value.currency', 'currency'),
    ),
    products: productsOf(fields, [
      ...at('custom_data.num_items'),
      'fb.num_items',
      ...at('custom_data.contents'),
      ...at('custom_data.content_ids'),
      'fb.dynamic_product_ads.contents',
      'fb.dynamic_product_ads.content_ids',
    ]),
    site: siteOf(fields, PLACES, request.page ?? request.hostname),
    facts: format === 'own' ? ownFacts(fields) : metaFacts(fields),
  };
}

const PLACES = [
  'website_context.location',
  'data.0.event_source_url',
  'event_source_url',
  'url',
] as const;

/** What a shop's own relay calls things is not Meta's: e-mail may be `email`. */
function ownFacts(fields: Fields): readonly PersonalFact[] {
  const facts = metaFacts(fields);
  const known = new Set(facts.map(({ field }) => field));
  return [...factsByName(fields, PERSON).filter(({ field }) => !known.has(field)), ...facts];
}

function formatOf(fields: Fields): 'gateway' | 'servers' | 'own' | null {
  if (has(fields, 'fb.pixel_id')) return 'gateway';
  if (has(fields, 'data.0.event_name')) {
    const personal = fields.all.some(({ name }) => name.startsWith('data.0.user_data.'));
    return personal ? 'servers' : null;
  }
  if (!has(fields, 'event_name') && !has(fields, 'eventName')) return null;
  if (fields.all.some(({ name }) => name.startsWith('fb.'))) return 'gateway';
  return fields.all.some(({ name }) => /(?:^|\.)_?fb[pc]$/.test(name)) ? 'own' : null;
}
