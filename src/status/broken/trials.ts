import type { Device } from '../../model/device.ts';
import type { RuleRef } from '../../model/rule.ts';

/** A line of `my-rules.txt` that allows something for one device and ends by itself. */
export interface Trial {
  readonly rule: RuleRef;
  readonly host: string;
  /** As rules write it; null for the whole host. */
  readonly path: string | null;
  readonly page: string | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const LINE = /^@@\|\|(\[[^\]]+\]|[^/^$|]+)(\/[^$]*?)?\^\$(.+)$/;
const EXPIRES = /(?:^|,)expires=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?=,|$)/;

/** How lines name a device: by its MAC where that is known. */
export function keyOf({ mac, address }: Pick<Device, 'mac' | 'address'>): string {
  return mac ?? address;
}

/**
 * The trials in force for a device, the one that ends last at the front; also
 * those that were begun elsewhere, as long as they read as ours do.
 */
export function trialsOf(
  lines: readonly RuleRef[],
  device: Pick<Device, 'mac' | 'address'>,
  now: number,
): readonly Trial[] {
  const trials = lines.flatMap((rule) => readTrial(rule, keyOf(device)) ?? []);
  return trials.filter(({ until }) => until > now).toSorted((a, b) => b.until - a.until);
}

/** The line without its end, as narrow as it was. */
export function withoutEnd(text: string): string {
  return text
    .replace(/\$expires=[^,]*(?:,|$)/, '$')
    .replace(/,expires=[^,]*/, '')
    .replace(/\$$/, '');
}

function readTrial(rule: RuleRef, key: string): Trial | null {
  const [, host, path = '', conditions = ''] = LINE.exec(rule.text) ?? [];
  const until = Date.parse(EXPIRES.exec(conditions)?.[1] ?? '');
  const isFor = conditions.split(',').includes(`device=${key}`);
  if (host === undefined || !isFor || Number.isNaN(until)) return null;
  const page = /(?:^|,)domain=([^,|~]+)(?=,|$)/.exec(conditions)?.[1] ?? null;
  return { rule, host, path: path === '' ? null : path, page, until };
}
