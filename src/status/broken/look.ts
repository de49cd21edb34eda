import type { Device } from '../../model/device.ts';
import type { Recent } from '../../model/recent.ts';
import type { StatusPorts } from '../ports.ts';
import { parseWish, ruleLine } from '../rule-line.ts';
import { type Culprit, type Findings, findCulprits, type Remedy } from './find.ts';
import { recentOf } from './from-log.ts';
import { keyOf, type Trial, trialsOf, withoutEnd } from './trials.ts';
import { nameOfLeaving, type TriedInVain } from './tried.ts';

/** What is asked about one device. */
export interface Wanted {
  readonly device: Device;
  /** The moment of something that somebody reported; null for now. */
  readonly at: number | null;
  /** The site that is said to be broken; null where nobody said. */
  readonly page: string | null;
}

/** A trial, and how often something went through by it so far. */
export interface RunningTrial extends Trial {
  readonly used: number;
}

/** What a person sees of it. */
export interface Look extends Findings {
  /** Where the stretch that is shown begins and ends. */
  readonly since: number;
  readonly until: number;
  /** memory: all that the device did. log: what the log has rows of. none: counts alone are kept. */
  readonly from: 'memory' | 'log' | 'none';
  readonly trials: readonly RunningTrial[];
  /** The hosts that a program of the device is spared, as `nameOfLeaving` calls them. */
  readonly left: ReadonlySet<string>;
}

type Ports = Pick<StatusPorts, 'recent' | 'log' | 'rules' | 'programs' | 'domainOf' | 'now'>;

const STRETCH = 5 * 60_000;
/** What a person reports began before, and went on for a little. */
const AFTERWARDS = 60_000;
const MAX_ROWS = 500;
/** The newest of five very busy minutes: looking at more would keep requests waiting. */
const MAX_EXCHANGES = 6_000;
const VAIN = { points: -60, words: 'You tried it just now, and it changed nothing.' };

/** Looks at five minutes of a device: what may be broken by us, and what is being tried. */
export async function look(ports: Ports, wanted: Wanted, tried: TriedInVain): Promise<Look> {
  const { device, page } = wanted;
  const now = ports.now();
  const until = wanted.at === null ? now : Math.min(now, wanted.at + AFTERWARDS);
  const since = until - STRETCH;
  const { from, recent } = await remembered(ports, device, since, until);
  const lines = ports.rules.personal();
  const trials = trialsOf(lines, device, now);
  const left = leftHosts(ports, device);
  const allowed = new Set(lines.map(({ text }) => withoutEnd(text)));
  const findings = findCulprits(recent, {
    at: until,
    domainOf: ports.domainOf,
    page,
    discount: (remedy) => (tried.has(device.id, nameOf(remedy, device)) ? VAIN : null),
  });
  const latest = ports.recent.of(device.id, 0).exchanges;
  return {
    ...{ since, until, from, left },
    others: findings.others,
    sites: findings.sites.flatMap(({ name, culprits }) => {
      const open = culprits.filter(({ remedy }) => !allowed.has(nameOf(remedy, device)));
      return open.length === 0 ? [] : [{ name, culprits: open }];
    }),
    trials: trials.map((trial) => ({
      ...trial,
      used: latest.filter(
        ({ rule, action }) => action === 'allow' && rule?.text === trial.rule.text,
      ).length,
    })),
  };
}

/** The line that would be written for good; for a certificate, a name that stands for it. */
export function nameOf(remedy: Remedy, device: Pick<Device, 'mac' | 'address'>): string {
  if (remedy.kind === 'leave') return nameOfLeaving(remedy);
  const wish = parseWish('allow', remedy);
  if (typeof wish === 'string') return '';
  return ruleLine({ ...wish, device: { key: keyOf(device), name: '' } });
}

/** Those that can be let through by a button; what no rule can be written for is told alone. */
export function isLiftable({ remedy }: Culprit, { left }: Pick<Look, 'left'>): boolean {
  if (remedy.kind === 'leave') return !left.has(nameOfLeaving(remedy));
  return typeof parseWish('allow', remedy) !== 'string';
}

async function remembered(
  { recent, log }: Ports,
  device: Device,
  since: number,
  until: number,
): Promise<{ readonly from: Look['from']; readonly recent: Recent }> {
  if (!recent.isKept) return { from: 'none', recent: { exchanges: [], refusals: [] } };
  const kept = recent.of(device.id, since);
  // Of what was before, the log knows; of what is not in it, nobody does.
  if (until > recent.since()) {
    const exchanges = kept.exchanges.filter(({ at }) => at <= until).slice(-MAX_EXCHANGES);
    return { from: 'memory', recent: { ...kept, exchanges } };
  }
  const rows = await log.rows({ device: device.id, since, until, limit: MAX_ROWS });
  return { from: 'log', recent: { exchanges: rows.map(recentOf).toReversed(), refusals: [] } };
}

function leftHosts({ programs }: Ports, device: Device): ReadonlySet<string> {
  const names = programs
    .list(device.id)
    .flatMap(({ program: { fingerprint }, refusedHosts }) =>
      refusedHosts.map(({ hostname: host }) =>
        nameOfLeaving({ kind: 'leave', host, program: fingerprint }),
      ),
    );
  return new Set(names);
}
