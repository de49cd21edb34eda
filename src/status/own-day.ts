import type { Device, SharedBy } from '../model/device.ts';
import type { DeviceInsight, LogReader, LogRow } from '../model/log.ts';
import type { Action } from '../model/rule.ts';
import type { Devices } from './ports.ts';
import { isLoopback } from './rate-limit.ts';
import { badge, sentence } from './sentence.ts';

/** What somebody who is not logged in may see: the last day of the own device, and nothing else. */
export interface OwnDay {
  readonly name: string;
  readonly level: Device['level'];
  readonly mode: Device['mode'];
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly total: number;
  readonly actedOn: number;
  readonly tunnelled: number;
  readonly trackers: DeviceInsight['trackers'];
  readonly sites: DeviceInsight['sites'];
  readonly rows: readonly OwnRow[];
  /** The id to go on from to older rows; null at the end. */
  readonly next: number | null;
}

/** A row of the log without what concerns the household: no rule, no file, no path, no value. */
export interface OwnRow {
  readonly id: number;
  readonly at: number;
  readonly host: string;
  readonly site: string | null;
  readonly tracker: string | null;
  readonly action: Action;
  readonly observed: boolean;
  /** What the tracker was to be told of: "Purchase"; null where no decoder knows. */
  readonly what: string | null;
  /** The action as it is called. */
  readonly badge: string;
  /** What happened, in words. */
  readonly words: string;
}

/** Why an address gets no day of its own. */
export type NoDay = 'unknown' | 'this-machine' | SharedBy;

const DAY = 86_400_000;
const PAGE_ROWS = 50;

/**
 * The device behind an address, where one can be sure that it is one device.
 * Changes nothing: one that was never seen is not remembered for asking.
 */
export function ownDevice(devices: Devices, address: string): Device | NoDay {
  // A program on this machine may stand in for others: a reverse proxy, a tunnel.
  if (isLoopback(address)) return 'this-machine';
  const device = devices.known(address);
  if (device === null) return 'unknown';
  return devices.sharing()(device) ?? device;
}

/** The last 24 hours of a device. `before` pages through its rows; it cannot leave the device or the day. */
export async function readOwnDay(
  log: LogReader,
  device: Device,
  now: number,
  before: number | null,
): Promise<OwnDay> {
  const since = now - DAY;
  const paging = before === null ? {} : { before };
  const [insight, overview, rows] = await Promise.all([
    log.device(device.id, { since, until: now }),
    log.overview({ since, until: now }),
    log.rows({ device: device.id, since, until: now, ...paging, limit: PAGE_ROWS + 1 }),
  ]);
  const own = overview.byDevice.find((one) => one.device === device.id);
  const shown = rows.slice(0, PAGE_ROWS);
  return {
    name: device.name ?? device.address,
    level: device.level,
    mode: device.mode,
    since,
    total: own?.count ?? 0,
    actedOn: own?.actedOn ?? 0,
    tunnelled: own?.tunnelled ?? 0,
    trackers: insight?.trackers ?? [],
    sites: insight?.sites ?? [],
    rows: shown.map(ownRow),
    next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** A decoder's sentence may hold what was bought and for how much: of that, its word alone. */
function ownRow(row: LogRow): OwnRow {
  const { id, at, host, page, tracker, action, observed } = row;
  const what = row.report?.what ?? null;
  const words = sentence({ ...row, summary: null, rule: null, undone: null });
  return { id, at, host, site: page, tracker, action, observed, what, badge: badge(row), words };
}
