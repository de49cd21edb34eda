import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, firstOf, has, siteOf } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { Told } from './told.ts';

/**
 * Events on their way to Meta by a server of the site: the gateway's format,
 * the servers' own format sent from a browser or an app, PixelYourSite.
 */
export function decodeMetaGateway(request: RequestInfo, fields: Fields): Told | null {
  if (!isGateway(fields)) return null;
  const event = firstOf(fields, 'event_name', 'data.0.event_name', 'event');
  return {
    tracker: 'Meta Conversions API',
    company: 'Meta',
    event: event === 'InputData' ? 'what was typed into a form' : eventName(event, 'an event'),
    more: fields.filter(({ name }) => /^data\.[1-9]\d*\.event_name$/.test(name)).length,
    amount: amountOf(
      firstOf(fields, 'custom_data.value', 'data.0.custom_data.value'),
      firstOf(fields, 'custom_data.currency', 'data.0.custom_data.currency'),
    ),
    site: siteOf(
      fields,
      ['website_context.location', 'data.0.event_source_url', 'url'],
      request.page ?? request.hostname,
    ),
    facts: metaFacts(fields),
  };
}

function isGateway(fields: Fields): boolean {
  if (has(fields, 'fb.pixel_id')) return true;
  if (has(fields, 'event_name')) {
    return fields.some(({ name }) => /^(?:fb\.|_?fb[pc]$)/.test(name));
  }
  if (has(fields, 'data.0.event_name')) {
    return fields.some(({ name }) => name.startsWith('data.0.user_data.'));
  }
  return firstOf(fields, 'pixel') === 'facebook' && has(fields, 'event');
}
