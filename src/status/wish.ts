import type { Device, DeviceId } from '../model/device.ts';
import type { OnceWish } from '../model/once.ts';
import { parseWish, type RuleWish } from './rule-line.ts';

/** A wish as forms and the API state it. */
export interface WishInput {
  readonly host?: unknown;
  readonly path?: unknown;
  readonly page?: unknown;
  /** The id of a device; absent or empty: for all. */
  readonly device?: unknown;
  /** `once`, `15m`, `1h` and the like; absent, empty or `good`: for good. */
  readonly for?: unknown;
}

/** What a wish is read with. */
export interface WishContext {
  readonly deviceOf: (id: DeviceId) => Device | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A line to be written, or what is to go through once, of which nothing is written. */
export type Wish =
  | { readonly kind: 'rule'; readonly rule: RuleWish }
  | { readonly kind: 'once'; readonly once: OnceWish; readonly deviceName: string };

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** What holds longer is better for good, where it can be seen among the rules. */
const LONGEST = 7 * 86_400_000;

/** Reads a wish. Returns a sentence saying what is wrong where it cannot be read. */
export function readWish(
  action: RuleWish['action'],
  input: WishInput,
  { deviceOf, now }: WishContext,
): Wish | string {
  const rule = parseWish(action, input);
  if (typeof rule === 'string') return rule;
  const id = textOf(input.device);
  const device = id === '' ? null : deviceOf(id as DeviceId);
  if (id !== '' && device === null) return `reading the device: "${id.slice(0, 80)}" is not known`;
  const length = textOf(input.for);
  if (length === 'once') return once(rule, device);
  const until = length === '' || length === 'good' ? null : endOf(length, now);
  if (until === undefined) {
    return `reading for how long: "${length.slice(0, 80)}" is not "once", "good", or like 15m, 1h or 2d, at most 7d`;
  }
  const whom =
    device === null
      ? {}
      : { device: { key: device.mac ?? device.address, name: device.name ?? device.address } };
  return { kind: 'rule', rule: { ...rule, ...whom, ...(until === null ? {} : { until }) } };
}

function once({ action, host, path, page }: RuleWish, device: Device | null): Wish | string {
  if (action === 'block') return 'blocking once: only what is allowed can be for once';
  if (device === null) return 'allowing once: the device is not given';
  const deviceName = device.name ?? device.address;
  return { kind: 'once', once: { device: device.id, host, path, page }, deviceName };
}

/** Undefined for what is no length. */
function endOf(text: string, now: number): number | undefined {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const length = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  return length > 0 && length <= LONGEST ? now + length : undefined;
}

/** What happens once, in words: for the notice, and beside the button. */
export function describeOnce({ once: wish, deviceName }: Extract<Wish, { kind: 'once' }>): string {
  const where = wish.page === null ? '' : `, asked for by ${wish.page},`;
  return `The next exchange of "${deviceName}" with ${wish.host}${wish.path ?? ''}${where} is let through, once, within 15 minutes`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
