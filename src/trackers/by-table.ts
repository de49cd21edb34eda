import type { RequestInfo } from '../model/request.ts';
import {
  amountOf,
  eventName,
  type Fields,
  factsByName,
  firstOf,
  has,
  idsByName,
  siteOf,
} from './fields.ts';
import type { Told } from './told.ts';
import { VENDORS, type Vendor } from './vendors.ts';

/** Hits of the trackers that a table describes well enough. */
export function decodeByTable(request: RequestInfo, fields: Fields): Told | null {
  const path = request.target.split('?', 1)[0] as string;
  const vendor = VENDORS.find((entry) => isHit(entry, request.hostname, path, fields));
  if (vendor === undefined) return null;
  return {
    tracker: vendor.tracker,
    company: vendor.company,
    event: eventName(firstOf(fields, ...vendor.events), vendor.event),
    more: 0,
    amount: amountOf(optional(fields, vendor.value), optional(fields, vendor.currency)),
    site: siteOf(fields, vendor.sites, request.page),
    facts: [...factsByName(fields, vendor.personal ?? {}), ...idsByName(fields, vendor.ids ?? {})],
  };
}

function isHit(vendor: Vendor, hostname: string, path: string, fields: Fields): boolean {
  if (vendor.marks?.every((name) => has(fields, name))) return true;
  const here = vendor.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  if (!here && vendor.hosts.length > 0) return false;
  return vendor.path?.test(path) ?? true;
}

function optional(fields: Fields, name: string | undefined): string | null {
  return name === undefined ? null : firstOf(fields, name);
}
