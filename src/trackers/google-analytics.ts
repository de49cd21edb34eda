import type { RequestInfo } from '../model/request.ts';
import { amountOf, eventName, type Fields, fieldsFrom, firstOf, siteOf } from './fields.ts';
import { googleFacts } from './google-facts.ts';
import type { Told } from './told.ts';

/** Hits of Google Analytics, of today (GA4) and of before (Universal), on any host. */
export function decodeGoogleAnalytics(request: RequestInfo, fields: Fields): Told | null {
  const account = firstOf(fields, 'tid');
  if (account === null || firstOf(fields, 'v') === null) return null;
  if (!/^(?:(?:G|GT|AW|DC|MC)-[A-Z0-9]|UA-\d)/.test(account)) return null;
  const events = splitEvents(fields);
  const event = headline(events) ?? fields;
  return {
    tracker: 'Google Analytics',
    company: 'Google',
    event: nameOf(event),
    more: Math.max(0, events.length - 1),
    amount: amountFor(event, fields),
    products: productsIn(event),
    site: siteOf(fields, ['dl'], request.page),
    facts: googleFacts(fields),
  };
}

/** More events than this in one body are not told apart. */
const MOST_EVENTS = 100;

/** GA4 sends events one after the other, each beginning with its name, `en`. */
function splitEvents(fields: Fields): readonly Fields[] {
  const starts = fields.all.flatMap(({ name }, index) => (name === 'en' ? [index] : []));
  return starts
    .slice(0, MOST_EVENTS)
    .map((start, index) => fieldsFrom(fields.all.slice(start, starts[index + 1])));
}

/** Of several events the first with an amount is told, else the first. */
function headline(events: readonly Fields[]): Fields | undefined {
  return events.find((event) => amountFor(event, event) !== null) ?? events[0];
}

function amountFor(event: Fields, all: Fields): string | null {
  const currency = ['cu', 'ep.currency', 'currency_code'] as const;
  return amountOf(
    firstOf(event, 'epn.value', 'value', 'tr'),
    firstOf(event, ...currency) ?? firstOf(all, ...currency),
  );
}

/** Universal Analytics calls all that is no visit "event", and says in `ea` which. */
function nameOf(event: Fields): string {
  const kind = firstOf(event, 'en', 't');
  return kind === 'event'
    ? eventName(firstOf(event, 'ea', 'ec'), 'an event')
    : eventName(kind, 'an event');
}

/** Products are `pr1` and so on in GA4, `pr1id` and `pr1nm` before. */
function productsIn(event: Fields): number {
  const numbers = [...event.values.keys()].flatMap(
    (name) => /^pr(\d{1,3})(?:$|[a-z])/.exec(name)?.[1] ?? [],
  );
  return new Set(numbers).size;
}
