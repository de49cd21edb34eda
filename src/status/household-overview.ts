import type { Device } from '../model/device.ts';
import type { NamedTried } from '../model/insight.ts';
import type { Overview } from '../model/log.ts';
import type { RuleListInfo } from '../model/rule.ts';
import type { ListStatus } from '../model/subscription.ts';
import { type BrokenHint, brokenHints } from './broken-hints.ts';
import { type Health, healthOf } from './health.ts';
import type { StatusPorts } from './ports.ts';
import type { Stretch } from './stretch.ts';

/** A device as the overview shows it. */
export interface DeviceState {
  readonly device: Device;
  readonly carried: number;
  readonly actedOn: number;
  /** Programs that proved that they trust the certificate, and those that refuse it. */
  readonly trusting: number;
  readonly refusing: number;
  /** Hosts that are passed through for a program that refuses them. */
  readonly refusedHosts: number;
}

/** All that the overview shows. */
export interface HouseholdOverview {
  readonly stretch: Stretch;
  readonly overview: Overview;
  readonly before: Overview;
  /** Whether the log is old enough to hold all of `before`. */
  readonly isBeforeWhole: boolean;
  readonly health: Health;
  readonly hints: readonly BrokenHint[];
  /** Those that tried to tell most, with whom they wanted to tell. */
  readonly sites: readonly (NamedTried & { readonly trackers: readonly string[] })[];
  /** The busiest first; those that sent nothing last. */
  readonly devices: readonly DeviceState[];
  readonly rules: { readonly size: number; readonly lists: readonly RuleListInfo[] };
  readonly subscriptions: readonly ListStatus[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TOP_SITES = 5;

/** Asks the log and the parts for it. Rejects where the log cannot be read. */
export async function readHousehold(
  ports: StatusPorts,
  stretch: Stretch,
): Promise<HouseholdOverview> {
  const { log } = ports;
  const start = stretch.before.since;
  const [overview, before, earlier, subscriptions] = await Promise.all([
    log.overview(stretch.range),
    log.overview(stretch.before),
    log.overview({ since: start - DAY, until: start - 1 }),
    ports.lists.list(),
  ]);
  const sites = await Promise.all(
    overview.byPage.slice(0, TOP_SITES).map(async (page) => {
      const site = await log.site(page.name, stretch.range);
      return { ...page, trackers: (site?.trackers ?? []).map(({ name }) => name) };
    }),
  );
  const devices = deviceStates(ports, overview);
  const now = ports.now();
  return {
    ...{ stretch, overview, before, subscriptions, sites, devices },
    isBeforeWhole: earlier.total > 0,
    health: healthOf({
      carried: carriedSince(overview, now - DAY - HOUR),
      devices: ports.devices.list(),
      trusting: devices.filter(({ trusting }) => trusting > 0).length,
      pauses: ports.pauses.list(),
      rules: ports.rules.current(),
      subscriptions,
      droppedEvents: ports.droppedEvents(),
      logTroubles: ports.logTroubles,
      certificateNotAfter: ports.authority.notAfter,
      hasPassword: ports.access.load()?.kind === 'password',
      now,
    }),
    hints: brokenHints(ports.devices.list(), (device) => ports.programs.list(device.id), now - DAY),
    rules: ports.rules.current(),
  };
}

function carriedSince({ byHour }: Overview, since: number): number {
  return byHour.filter(({ at }) => at >= since).reduce((sum, { total }) => sum + total, 0);
}

function deviceStates(ports: StatusPorts, { byDevice }: Overview): readonly DeviceState[] {
  const counts = new Map(byDevice.map((count) => [count.device, count]));
  return ports.devices
    .list()
    .map((device) => {
      const programs = ports.programs.list(device.id);
      const counted = counts.get(device.id);
      return {
        device,
        carried: counted?.count ?? 0,
        actedOn: counted?.actedOn ?? 0,
        trusting: programs.filter(({ program }) => program.proof !== null).length,
        refusing: programs.filter(({ program }) => program.refusal !== null).length,
        refusedHosts: programs.reduce((sum, { refusedHosts }) => sum + refusedHosts.length, 0),
      };
    })
    .toSorted((a, b) => b.carried - a.carried || b.device.lastSeen - a.device.lastSeen);
}
