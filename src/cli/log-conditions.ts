import { parseDuration } from '../config/values.ts';
import type { KnownDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import { type Conditions, parseConditions, parseMoment } from '../status/filter.ts';

/** The filters of `eyelid log`, as they were given. */
export interface LogArguments {
  readonly device?: string | undefined;
  readonly group?: string | undefined;
  readonly host?: string | undefined;
  readonly site?: string | undefined;
  readonly tracker?: string | undefined;
  readonly action?: string | undefined;
  readonly type?: string | undefined;
  readonly rule?: string | undefined;
  readonly list?: string | undefined;
  readonly level?: string | undefined;
  readonly unopened?: boolean | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * The conditions that the page has for the same filters. `devices` is called
 * where one is named. Throws INPUT_INVALID for what means nothing.
 */
export function logConditions(
  given: LogArguments,
  devices: () => KnownDevices,
  now: number,
): Conditions {
  const { device, group, site, unopened, since, until, ...same } = given;
  const words = {
    ...same,
    device: device === undefined ? undefined : idOf(device, devices),
    group,
    page: site,
    unopened: unopened === true ? '1' : undefined,
    since: momentOf('--since', since, now),
    until: momentOf('--until', until, now),
  };
  const query = new URLSearchParams(
    Object.entries(words).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return parseConditions(query, now, group === undefined ? [] : membersOf(group, devices()));
}

function membersOf(group: string, { groups, list }: KnownDevices) {
  if (groups.includes(group)) return list();
  const known = groups.length === 0 ? 'there are none' : `there are: ${groups.join(', ')}`;
  throw new AppError('INPUT_INVALID', `reading --group: there is no group "${group}"; ${known}`);
}

/** An id stands for itself: the log may know devices that are forgotten elsewhere. */
function idOf(device: string, devices: () => KnownDevices): string {
  return /^(?:mac|ip):/.test(device) ? device : devices().named(device).id;
}

/** Milliseconds since the epoch, from `2h` (so long ago), a date, or a date and a time. */
export function momentOf(option: string, text: string | undefined, now: number) {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T');
  const at = duration === null ? parseMoment(day) : now - duration;
  if (at !== null) return String(at);
  const error = `reading ${option}: "${text}" is no time such as 15m, 7d, 2026-03-01 or 2026-03-01T14:30`;
  throw new AppError('INPUT_INVALID', error);
}
