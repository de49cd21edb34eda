import { createHash, randomBytes } from 'node:crypto';
import type { Device, DeviceId } from '../../src/model/device.ts';
import { AppError } from '../../src/model/errors.ts';
import type { Event } from '../../src/model/event.ts';
import type { Identifier } from '../../src/model/identifier.ts';
import type {
  Link,
  RuleHits,
  SiteInsight,
  TrackerInsight,
  Weeks,
} from '../../src/model/insight.ts';
import type { LearntView } from '../../src/model/learnt.ts';
import type {
  DeviceInsight,
  LiveFeed,
  LogFilter,
  LogReader,
  LogRow,
  Overview,
  TimeRange,
} from '../../src/model/log.ts';
import type { OnceWish } from '../../src/model/once.ts';
import type { Pause, PauseTarget } from '../../src/model/pause.ts';
import type { Fingerprint, ProgramView } from '../../src/model/program.ts';
import type { RuleListInfo, RuleRef } from '../../src/model/rule.ts';
import type { SettingView } from '../../src/model/setting.ts';
import type { ListStatus } from '../../src/model/subscription.ts';
import type { Credential } from '../../src/status/login-stores.ts';
import type { StatusPorts } from '../../src/status/ports.ts';
import { createTokens, type KeptToken, type TokenStore } from '../../src/status/tokens.ts';
import { noRuleFiles } from './rule-files.ts';

/** A Tuesday, half past two in the afternoon, UTC. */
export const NOW = Date.UTC(2026, 2, 3, 14, 30);

export function device(changes: Partial<Device> = {}): Device {
  return {
    id: 'mac:3c:22:fb:10:20:30' as DeviceId,
    address: '192.168.1.20',
    mac: '3c:22:fb:10:20:30',
    name: 'Laptop',
    groups: [],
    level: 'full',
    levelFrom: 'hand',
    mode: 'enforce',
    firstSeen: NOW - 9e8,
    lastSeen: NOW - 60_000,
    ...changes,
  };
}

/** A list that was downloaded this morning, unless told otherwise. */
export function subscribed(changes: Partial<ListStatus> = {}): ListStatus {
  return {
    name: 'easyprivacy',
    urls: ['https://easylist.to/easylist/easyprivacy.txt'],
    trusted: false,
    from: 'added',
    title: 'EasyPrivacy',
    homepage: 'https://easylist.to/',
    license: null,
    version: '202603030520',
    lastModified: '3 Mar 2026 05:20 UTC',
    rules: 55_327,
    fetched: NOW - 6 * 3_600_000,
    checked: NOW - 6 * 3_600_000,
    next: NOW + 90 * 3_600_000,
    sha256: 'd0b04edb90a4'.padEnd(64, '0'),
    change: { at: NOW - 6 * 3_600_000, added: 120, removed: 33 },
    failing: false,
    error: null,
    activity: null,
    ...changes,
  };
}

/** A blocked pixel hit, unless told otherwise. */
export function row(id: number, changes: Partial<Event> = {}): LogRow {
  return {
    id,
    at: NOW - 1_000 * (10_000 - id),
    device: device().id,
    deviceName: 'Laptop',
    kind: 'https',
    method: 'GET',
    host: 'www.facebook.com',
    port: 443,
    path: '/tr/?id&ev&dl',
    page: 'shop.example',
    type: 'image',
    party: 'third',
    action: 'block',
    observed: false,
    rule: { list: 'meta.yaml', line: 12, text: 'meta-pixel-hit' },
    undone: null,
    tracker: 'Meta Pixel',
    summary: null,
    fields: [],
    removed: [],
    bytesUp: 820,
    bytesDown: 43,
    duration: 3,
    status: null,
    tunnel: null,
    ...changes,
  };
}

/** What a `MemoryLog` answers besides its rows. */
interface Answers {
  names: Partial<Record<'tracker' | 'page' | 'list', readonly string[]>>;
  links: readonly Link[];
  trackers: Awaited<ReturnType<LogReader['trackers']>>;
  sites: Awaited<ReturnType<LogReader['sites']>>;
  tracker: TrackerInsight;
  site: SiteInsight;
  device: DeviceInsight;
  weeks: Weeks;
  ruleHits: readonly RuleHits[];
}

/** A log in memory; of the conditions it knows those that the tests use. */
export class MemoryLog implements LogReader, LiveFeed {
  readonly filters: LogFilter[] = [];
  /** Set by tests. */
  answers: Partial<Answers> = {};
  readonly #rows: LogRow[];
  readonly #listeners = new Set<(row: LogRow) => void>();
  readonly #overview: Partial<Overview>;

  constructor(rows: readonly LogRow[] = [], overview: Partial<Overview> = {}) {
    this.#rows = [...rows];
    this.#overview = overview;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  async rows(filter: LogFilter): Promise<readonly LogRow[]> {
    this.filters.push(filter);
    const { before = Infinity, after = -1, host, action, page, limit } = filter;
    const found = this.#rows.filter(
      (r) =>
        r.id < before &&
        r.id > after &&
        (host === undefined || r.host === host) &&
        (action === undefined || r.action === action) &&
        (page === undefined || r.page === page),
    );
    const ordered = filter.after === undefined ? found.toReversed() : found;
    return ordered.slice(0, limit);
  }

  async row(id: number): Promise<LogRow | null> {
    return this.#rows.find((r) => r.id === id) ?? null;
  }

  async overview({ since }: TimeRange): Promise<Overview> {
    return {
      since,
      total: 0,
      tunnelled: 0,
      actedOn: 0,
      byAction: [],
      byTracker: [],
      byPage: [],
      byDevice: [],
      unopened: [],
      byHour: [],
      ...this.#overview,
    };
  }

  async names(of: 'tracker' | 'page' | 'list'): Promise<readonly string[]> {
    return this.answers.names?.[of] ?? [];
  }

  async links(): Promise<readonly Link[]> {
    return this.answers.links ?? [];
  }

  async trackers(): ReturnType<LogReader['trackers']> {
    return this.answers.trackers ?? [];
  }

  async sites(): ReturnType<LogReader['sites']> {
    return this.answers.sites ?? [];
  }

  async tracker(name: string): Promise<TrackerInsight | null> {
    return this.answers.tracker?.tracker === name ? this.answers.tracker : null;
  }

  async site(name: string): Promise<SiteInsight | null> {
    return this.answers.site?.site === name ? this.answers.site : null;
  }

  async device(id: string): Promise<DeviceInsight | null> {
    return this.answers.device?.device === id ? this.answers.device : null;
  }

  async weeks(until: number): Promise<Weeks> {
    const empty = { trackers: [], sites: [], devices: [], newTrackers: [] };
    return this.answers.weeks ?? { since: until - 7 * 86_400_000, until, ...empty };
  }

  async ruleHits(): Promise<readonly RuleHits[]> {
    return this.answers.ruleHits ?? [];
  }

  subscribe(listener: (row: LogRow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new row, as the recorder tells of it. */
  add(added: LogRow): void {
    this.#rows.push(added);
    for (const listener of this.#listeners) listener(added);
  }
}

export interface Household {
  readonly ports: StatusPorts;
  readonly log: MemoryLog;
  /** The lines of my-rules.txt. */
  readonly personal: RuleRef[];
  /** Wishes about lists, as words. */
  readonly listWishes: string[];
  /** Wishes about programs, as words. */
  readonly programWishes: readonly string[];
  readonly onceWishes: readonly OnceWish[];
  readonly devices: Map<DeviceId, Device>;
  readonly errors: unknown[];
  /** Moves the clock. */
  readonly pass: (ms: number) => void;
}

export interface HouseholdOptions {
  readonly droppedEvents?: number;
  readonly rows?: readonly LogRow[];
  readonly overview?: Partial<Overview>;
  readonly devices?: readonly Device[];
  readonly programs?: readonly ProgramView[];
  readonly lists?: readonly RuleListInfo[];
  /** Absent: none. */
  readonly ruleFiles?: StatusPorts['ruleFiles'];
  readonly subscribed?: readonly ListStatus[];
  readonly learnt?: readonly LearntView[];
  readonly recent?: StatusPorts['recent'];
  readonly credential?: Credential;
  readonly notifications?: StatusPorts['notifications'];
  readonly settings?: readonly SettingView[];
  readonly guest?: boolean;
  readonly nextAuthority?: StatusPorts['nextAuthority'];
  readonly weighed?: StatusPorts['rules']['weigh'];
}

/** Keeps labels alone; a value without `@` is refused. */
function watchedFor(): StatusPorts['identifiers'] {
  const all: Identifier[] = [];
  return {
    list: () => all,
    add: (value, label) => {
      if (!value.includes('@')) throw new AppError('INPUT_INVALID', 'adding an identifier: no');
      const called = label === null || label === '' ? 'a…@e…' : label;
      const added = { id: `id${all.length}`, kind: 'email', label: called, addedAt: NOW } as const;
      all.push(added);
      return added;
    },
    remove: (id) => {
      const at = all.findIndex((one) => one.id === id);
      const [gone] = at < 0 ? [] : all.splice(at, 1);
      if (gone === undefined) throw new AppError('INPUT_INVALID', 'removing an identifier: none');
      return gone;
    },
  };
}

const NO_NOTIFICATIONS: StatusPorts['notifications'] = {
  events: ['newTracker', 'weekly'],
  detail: false,
  targets: () => [],
  test: async () => [],
};

/** Tokens of the API, without a disk. */
export function memoryTokens(): TokenStore {
  let tokens: readonly KeptToken[] = [];
  let use: ReadonlyMap<string, string> = new Map();
  return {
    load: () => tokens,
    save: (next) => {
      tokens = next;
    },
    loadUse: () => use,
    saveUse: (next) => {
      use = next;
    },
  };
}

/** Some of the settings, as they are on a fresh install. */
export const SETTINGS: readonly SettingView[] = [
  {
    key: 'mode',
    value: 'enforce',
    from: 'default',
    line: null,
    fallback: 'enforce',
    kind: { type: 'choice', options: ['enforce', 'observe'] },
    help: 'Whether verdicts are carried out.',
  },
  {
    key: 'log.days',
    value: 30,
    from: 'default',
    line: null,
    fallback: 30,
    kind: { type: 'number', least: 1, most: 3650 },
    help: 'For how many days events are kept.',
  },
  {
    key: 'log.megabytes',
    value: 512,
    from: 'default',
    line: null,
    fallback: 512,
    kind: { type: 'number', least: 10, most: 1_000_000 },
    help: 'How large the log may grow.',
  },
  {
    key: 'status.guest',
    value: false,
    from: 'file',
    line: 12,
    fallback: false,
    kind: { type: 'switch' },
    help: 'Whether a device may see its own day.',
  },
];

/** Settings that are kept in memory; `wrong` fits nowhere. */
function runtimeSettings(given: readonly SettingView[]): StatusPorts['runtime'] {
  const views = new Map(given.map((view) => [view.key, view]));
  return {
    list: () => [...views.values()],
    set: (key, text) => {
      const view = views.get(key);
      if (view === undefined || view.from === 'file' || text === 'wrong') {
        throw new AppError('INPUT_INVALID', `changing the setting "${key}": no`);
      }
      const read = view.kind.type === 'number' ? Number(text) : text;
      const chosen = { ...view, value: read ?? view.fallback, from: 'chosen' } as const;
      views.set(key, text === null ? { ...chosen, value: view.fallback, from: 'default' } : chosen);
      return views.get(key) ?? view;
    },
    problems: () => [],
    logBytes: () => 300 * 1024 * 1024,
  };
}

function keptLogins(): StatusPorts['sessions'] {
  let kept: ReturnType<StatusPorts['sessions']['load']> = [];
  return {
    load: () => kept,
    save: (logins) => {
      kept = logins;
    },
  };
}

export const CODE = 'ABCD-EFGH-JKLM';

/**
 * All that the page asks for, kept in memory: a household whose numbers are
 * chosen by the test. Randomness is a sequence, so that runs are alike.
 */
export function household(options: HouseholdOptions = {}): Household {
  const log = new MemoryLog(options.rows, options.overview);
  const known = options.devices ?? [device()];
  const devices = new Map(known.map((d) => [d.id, d]));
  const personal: RuleRef[] = [];
  const listWishes: string[] = [];
  const programWishes: string[] = [];
  const seen = (fingerprint: Fingerprint): string => {
    const found = options.programs?.some(({ program }) => program.fingerprint === fingerprint);
    if (found !== true) throw new AppError('INPUT_INVALID', 'changing a program: not seen');
    return fingerprint;
  };
  const pauses = new Map<PauseTarget, Pause>();
  const learnt = new Map((options.learnt ?? []).map((one) => [one.host, one]));
  const forgotten = new Set<string>();
  const onceWishes: OnceWish[] = [];
  const errors: unknown[] = [];
  const change = (id: DeviceId, fields: Partial<Device>) => {
    const before = devices.get(id);
    if (before !== undefined) devices.set(id, { ...before, ...fields });
  };
  let now = NOW;
  let drawn = 0;
  let credential: Credential = options.credential ?? { kind: 'code', code: CODE };
  const lists = options.lists ?? [{ list: 'meta.yaml', rules: 30, problems: [], stale: false }];
  const ports: StatusPorts = {
    log,
    feed: log,
    devices: {
      list: () => [...devices.values()],
      get: (id) => devices.get(id) ?? null,
      identify: (address) =>
        [...devices.values()].find((d) => d.address === address) ??
        device({ id: `ip:${address}` as DeviceId, address, mac: null, name: null }),
      known: (address) => [...devices.values()].find((d) => d.address === address) ?? null,
      forget: (id) => {
        if (!devices.delete(id)) throw new AppError('INPUT_INVALID', 'forgetting: no such device');
      },
      setLevel: (id, level) =>
        change(id, { level: level ?? 'hostname', levelFrom: level === null ? 'default' : 'hand' }),
      setMode: (id, mode) => change(id, { mode }),
      rename: (id, name) => change(id, { name }),
      isRandomMac: (mac) => /^.[26ae]/.test(mac),
      sharing: () => (d) => (d.address === '192.168.1.1' ? 'gateway' : null),
    },
    programs: {
      list: (id) => (options.programs ?? []).filter(({ program }) => program.device === id),
      setLevel: (...[, program, level]) =>
        void programWishes.push(`level ${seen(program)} ${level}`),
      leave: (...[, program, host]) => void programWishes.push(`leave ${seen(program)} ${host}`),
      tryAgain: (...[, program, host]) => void programWishes.push(`retry ${seen(program)} ${host}`),
      forget: (...[, program]) => void programWishes.push(`forget ${seen(program)}`),
    },
    pauses: {
      groups: ['kids'],
      list: () => [...pauses.values()],
      of: (d) => pauses.get('all') ?? pauses.get(`device:${d.id}`) ?? null,
      begin: (target, length) => {
        if (length !== '10m') throw new AppError('INPUT_INVALID', `pausing for "${length}": no`);
        const pause = { target, until: now + 600_000 };
        pauses.set(target, pause);
        return pause;
      },
      end: (target) => pauses.delete(target),
    },
    ruleFiles: options.ruleFiles ?? noRuleFiles(),
    rules: {
      current: () => ({ size: lists.reduce((sum, list) => sum + list.rules, 0), lists }),
      personal: () => personal,
      append: async (text) => {
        const rule = { list: 'my-rules.txt', line: personal.length * 2 + 2, text };
        personal.push(rule);
        return rule;
      },
      remove: async (rule) => {
        const at = personal.findIndex((r) => r.line === rule.line && r.text === rule.text);
        if (at >= 0) personal.splice(at, 1);
        return at >= 0;
      },
      explain: ({ text }) => `Does what ${text} says.`,
      weigh: (past) => options.weighed?.(past) ?? null,
    },
    recent: options.recent ?? {
      isKept: true,
      since: () => 0,
      of: () => ({ exchanges: [], refusals: [] }),
    },
    once: { allow: (wish) => void onceWishes.push(wish) },
    lists: {
      list: async () => options.subscribed ?? [],
      update: async (names) => void listWishes.push(`update ${names?.join(' ') ?? 'all'}`),
      add: async (source, name, trusted) => {
        if (source === 'nonsense') {
          throw new AppError('INPUT_INVALID', 'adding a list: no list is known as "nonsense"');
        }
        const words = [`add ${source}`, ...(name === null ? [] : [`as ${name}`])];
        listWishes.push([...words, ...(trusted ? ['trusted'] : [])].join(' '));
        return { name: name ?? source };
      },
      remove: async (name) => void listWishes.push(`remove ${name}`),
    },
    learnt: {
      read: async () => ({ gateways: [...learnt.values()], forgotten: [...forgotten] }),
      forget: async (host) => {
        const isKnown = learnt.delete(host);
        if (isKnown) forgotten.add(host);
        return isKnown;
      },
      again: async (host) => forgotten.delete(host),
    },
    identifiers: watchedFor(),
    ownerOf: (tracker) => (tracker.startsWith('Meta ') ? 'Meta Platforms' : null),
    droppedEvents: () => options.droppedEvents ?? 0,
    logTroubles: [],
    authority: {
      certificatePem: '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n',
      certificateDer: Uint8Array.of(0x30, 0x00),
      mobileconfig: '<?xml version="1.0"?><plist/>',
      fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
      notAfter: NOW + 3e11,
    },
    nextAuthority: options.nextAuthority ?? (() => null),
    access: {
      load: () => credential,
      save: (next) => {
        credential = next;
      },
    },
    notifications: options.notifications ?? NO_NOTIFICATIONS,
    operations: {
      startedAt: NOW - 3_600_000,
      totals: () => ({ exchanges: [], tunnels: [], refused: 0, bytesUp: 0, bytesDown: 0 }),
      dropped: () => 0,
      loopDelay: () => ({ median: 0.001, p99: 0.004, max: 0.02 }),
      residentMemory: () => 90_000_000,
    },
    tokens: createTokens({ store: memoryTokens(), now: () => now, random: randomBytes }),
    sessions: keptLogins(),
    runtime: runtimeSettings(options.settings ?? SETTINGS),
    settings: {
      internalName: 'eyelid.internal',
      probeAddress: '192.0.2.1',
      trustedLevel: 'full',
      hostNames: () => ['192.168.1.2', 'fd00::2', 'pi.home.arpa'],
      addresses: () => ['192.168.1.2', 'fd00::2'],
      proxyPort: 8080,
      statusPort: 8081,
      pacFallback: 'direct',
      sessionDays: 30,
      guest: options.guest ?? false,
      version: '0.1.0',
    },
    domainOf: (hostname) => hostname.split('.').slice(-2).join('.'),
    now: () => now,
    random: (bytes) => {
      drawn += 1;
      return createHash('shake256', { outputLength: bytes }).update(String(drawn)).digest();
    },
    reportError: (error) => errors.push(error),
  };
  return {
    ports,
    log,
    personal,
    listWishes,
    programWishes,
    onceWishes,
    devices,
    errors,
    pass: (ms) => (now += ms),
  };
}
