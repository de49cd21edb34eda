import type { RequestInfo } from '../model/request.ts';
import { factsByName } from './facts.ts';
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
import { metaFacts } from './meta-facts.ts';
import type { PersonalFact, Told } from './told.ts';
import { PERSON } from './words.ts';

/**
 * Events on their way to Meta by a server of the site: the gateway's format,
 * and the servers' own format sent from a browser or an app.
 */
export function decodeMetaGateway(request: RequestInfo, fields: Fields): Told | null {
  const format = formatOf(fields) ?? formatOfAddress(request, fields);
  if (format === null) return null;
  const at = (name: string) => (format === 'servers' ? [`data.0.${name}`] : [name]);
  const event = firstOf(fields, ...at('event_name'), 'eventName', 'event');
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
  // The gateway's plug-in numbers its events like this.
  if (/^ob3?_plugin-set_/.test(firstOf(fields, 'event_id', 'eid') ?? '')) return 'gateway';
  if (!has(fields, 'event_name') && !has(fields, 'eventName')) return null;
  if (fields.all.some(({ name }) => name.startsWith('fb.'))) return 'gateway';
  return fields.all.some(isOfRelay) ? 'own' : null;
}

/** Fields that stand beside an event's name only where it goes to Meta in the end. */
function isOfRelay({ name, value }: Fields['all'][number]): boolean {
  if (/(?:^|\.)_?fb[pc]$/.test(name)) return value.startsWith('fb.');
  if (/^(?:user_?data|user)\.(?:em|ph|email|phone)(?:\.0)?$/i.test(name)) return isHash(value);
  return name === 'event_source_url' || name === 'action_source';
}

/** Gateways whose host or path gives them away, whatever they are sent. */
const GATEWAY_HOST =
  /^(?:mpc\d?-prod-[a-z0-9-]+\.[a-z0-9.-]+\.run\.app|5z-[0-9a-f]{32}\.ecs\.[a-z0-9-]+\.on\.aws|(?:capig|capi-?gateway|conversions-?api-?gateway)\d?\..+|.+\.conversionsapigateway\.com)$/;
const GATEWAY_PATH = /\/events\/[0-9a-f]{64}$|\/open-bridge\/events\/?$|\/capi\/\d+\/events\/?$/;
const RELAY_PATH =
  /\/(?:(?:fb|facebook|meta)[-_/]?(?:capi|conversions?(?:[-_]?api)?)|capi[-_/](?:fb|facebook|meta))(?:\/|$)/;

function formatOfAddress(request: RequestInfo, fields: Fields): 'gateway' | 'own' | null {
  const path = request.target.split('?', 1)[0] as string;
  if (path.endsWith('.js')) return null;
  if (GATEWAY_HOST.test(request.hostname) || GATEWAY_PATH.test(path)) return 'gateway';
  if (path.endsWith('/events') && firstOf(fields, 'cee') === 'no') return 'gateway';
  if (/(?:^|\/)open-bridge\/events$/.test(firstOf(fields, 'ob') ?? '')) return 'gateway';
  return RELAY_PATH.test(path) && NAMES.some((name) => has(fields, name)) ? 'own' : null;
}

const NAMES = ['event_name', 'eventName', 'event', 'event_id', 'eventId', 'fbp', 'fbc'] as const;
