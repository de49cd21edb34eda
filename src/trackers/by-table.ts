import type { RequestInfo } from '../model/request.ts';
import { factsByName, idsByName } from './facts.ts';
import {
  amountOf,
  countItems,
  eventName,
  type Fields,
  fieldsFrom,
  firstOf,
  productsOf,
  siteOf,
} from './fields.ts';
import type { Told } from './told.ts';
import { pathFields, unfoldForms, unfoldJson } from './unfold.ts';
import type { Vendor } from './vendor.ts';

/** What a hit of a tracker says that a table describes well enough. */
export function tellByTable(vendor: Vendor, request: RequestInfo, sent: Fields): Told {
  const fields = unfolded(vendor, request, sent);
  const list = listOf(vendor, fields);
  const item = headline(vendor, fields, list);
  const names = (pattern: readonly string[] | undefined) => namesAt(item, pattern ?? []);
  const amount = amountAt(vendor, fields, item);
  return {
    tracker: vendor.tracker,
    company: vendor.company,
    event: eventOf(vendor, request, fields, item),
    more: list === null ? 0 : Math.max(0, countItems(fields, list) - 1),
    amount,
    app: appOf(vendor, fields, item),
    products: productsOf(fields, names(vendor.products)),
    site: siteOf(fields, names(vendor.sites), request.page),
    facts: [...factsByName(fields, vendor.personal ?? {}), ...idsByName(fields, vendor.ids ?? {})],
  };
}

function unfolded(vendor: Vendor, request: RequestInfo, sent: Fields): Fields {
  const inPath = vendor.pathFields === true ? pathFields(request.target) : [];
  const all = inPath.length === 0 ? sent : fieldsFrom([...sent.all, ...inPath]);
  return unfoldForms(unfoldJson(all, vendor.json ?? []), vendor.forms ?? []);
}

function listOf(vendor: Vendor, fields: Fields): string | null {
  return vendor.items?.find((list) => countItems(fields, list) > 0) ?? null;
}

/** Of several events in one request the one with an amount is told, else the first. */
function headline(vendor: Vendor, fields: Fields, list: string | null): string | null {
  if (list === null) return null;
  const prefix = list === '' ? '' : `${list}.`;
  const count = Math.min(countItems(fields, list), 50);
  for (let index = 0; index < count; index++) {
    if (amountAt(vendor, fields, `${prefix}${index}`) !== null) return `${prefix}${index}`;
  }
  return `${prefix}0`;
}

function amountAt(vendor: Vendor, fields: Fields, item: string | null): string | null {
  return amountOf(
    firstOf(fields, ...namesAt(item, vendor.values ?? [])),
    firstOf(fields, ...namesAt(item, vendor.currencies ?? [])),
  );
}

/** Names with the item in place of their `#`; those with one are left out where there is no list. */
function namesAt(item: string | null, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (!name.startsWith('#')) return [name];
    return item === null ? [] : [item + name.slice(1)];
  });
}

function appOf(vendor: Vendor, fields: Fields, item: string | null): string | null {
  const app = firstOf(fields, ...namesAt(item, vendor.apps ?? []));
  return app === null ? null : eventName(app, 'an app');
}

function eventOf(
  vendor: Vendor,
  request: RequestInfo,
  fields: Fields,
  item: string | null,
): string {
  const sign = vendor.signs?.find(([name]) => firstOf(fields, ...namesAt(item, [name])) !== null);
  if (sign !== undefined) return sign[1];
  const names = namesAt(item, vendor.events);
  for (const name of names) {
    const word = wordFor(vendor, firstOf(fields, name));
    if (word !== null) return word;
  }
  const path = request.target.split('?', 1)[0] as string;
  const otherwise = vendor.paths?.find(([place]) => place.test(path))?.[1] ?? vendor.event;
  return vendor.wordsOnly === true ? otherwise : eventName(firstOf(fields, ...names), otherwise);
}

/** "purchase,event12,scAdd=3": the first of its pieces that has a word. */
function wordFor({ words }: Vendor, value: string | null): string | null {
  if (words === undefined || value === null) return null;
  for (const piece of [value, ...value.slice(0, 400).split(/[,;:=|]/)]) {
    if (Object.hasOwn(words, piece)) return words[piece] as string;
  }
  return null;
}

/** The script itself tells as much as that somebody is there. */
export function tellScript({ tracker, company }: Vendor, { page }: RequestInfo): Told {
  const event = 'its script was loaded';
  return { tracker, company, event, more: 0, amount: null, site: page, facts: [] };
}
