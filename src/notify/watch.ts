import type { Device } from '../model/device.ts';
import type { Weeks } from '../model/insight.ts';
import type { LogReader } from '../model/log.ts';
import type { NotifyEvent } from '../model/notification.ts';
import type { ListStatus } from '../model/subscription.ts';
import { type MemoryStore, type NotifyMemory, withKnown } from './memory.ts';
import {
  brokenLogWords,
  listFailureWords,
  newDeviceWords,
  newTrackerWords,
  type Words,
  weekInNumbers,
} from './texts.ts';

/** What is looked at. */
export interface Watched {
  readonly log: Pick<LogReader, 'trackers' | 'tracker' | 'weeks'>;
  devices(): readonly Device[];
  lists(): Promise<readonly ListStatus[]>;
  /** What is wrong with the log, in a sentence; null where nothing is. */
  logTrouble(): string | null;
  /** The company behind a tracker; null where it is called like it. */
  ownerOf(tracker: string): string | null;
  /** The week in sentences, with names. */
  weekSummary(weeks: Weeks): string;
}

export interface WatchOptions {
  readonly watched: Watched;
  readonly memory: MemoryStore;
  readonly wants: (event: NotifyEvent) => boolean;
  readonly tell: (event: NotifyEvent, title: string, text: string) => void;
  /** Whether names of sites and devices may be told. */
  readonly detail: boolean;
  readonly now: () => number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A new house meets every company for the first time. */
const FIRST_DAYS = 3 * DAY;
/** How far back trackers are looked for at each turn; turns come far more often. */
const LOOK_BACK = 2 * HOUR;

/**
 * Looks once at what may be worth telling, and tells what is new since the
 * last time. The first time it tells nothing, and knows everything. Rejects
 * where the log or the lists cannot be read.
 */
export function createWatch(options: WatchOptions): () => Promise<void> {
  const { watched, memory, now } = options;
  let known: NotifyMemory | null = null;
  let trouble: string | null = null;
  return async () => {
    known ??= memory.load();
    const next = known === null ? await firstLook(watched, now()) : await look(options, known);
    // Its parts are always in this order.
    if (JSON.stringify(next) !== JSON.stringify(known)) memory.save(next);
    known = next;
    const found = watched.logTrouble();
    if (found !== null && found !== trouble) say(options, 'brokenLog', brokenLogWords(found));
    trouble = found;
  };
}

async function firstLook(watched: Watched, now: number): Promise<NotifyMemory> {
  const devices = watched.devices();
  const trackers = await watched.log.trackers({ since: 0 });
  return {
    since: Math.min(now, ...devices.map(({ firstSeen }) => firstSeen)),
    companies: withKnown([], [...new Set(trackers.map(({ name }) => companyOf(watched, name)))]),
    devices: withKnown(
      [],
      devices.map(({ id }) => id),
    ),
    failing: (await failing(watched)).map(({ name }) => name),
    week: mondayMorning(now),
  };
}

async function look(options: WatchOptions, known: NotifyMemory): Promise<NotifyMemory> {
  return {
    since: known.since,
    companies: await newCompanies(options, known),
    devices: newDevices(options, known),
    failing: await newFailures(options, known),
    week: await newWeek(options, known),
  };
}

function say(options: WatchOptions, event: NotifyEvent, { title, text }: Words): void {
  options.tell(event, title, text);
}

function newDevices(options: WatchOptions, known: NotifyMemory): readonly string[] {
  const fresh = options.watched.devices().filter(({ id }) => !known.devices.includes(id));
  if (fresh.length === 0) return known.devices;
  say(options, 'newDevice', newDeviceWords(fresh, options.detail));
  return withKnown(
    known.devices,
    fresh.map(({ id }) => id),
  );
}

async function newCompanies(
  options: WatchOptions,
  known: NotifyMemory,
): Promise<readonly string[]> {
  const { watched, now, detail } = options;
  const range = { since: now() - LOOK_BACK };
  const seen = new Map<string, string>();
  for (const { name } of await watched.log.trackers(range)) {
    const company = companyOf(watched, name);
    if (!known.companies.includes(company) && !seen.has(company)) seen.set(company, name);
  }
  if (seen.size === 0) return known.companies;
  if (now() - known.since > FIRST_DAYS && options.wants('newTracker')) {
    const companies = [];
    for (const [name, tracker] of [...seen].slice(0, 5)) {
      const sites = detail ? ((await watched.log.tracker(tracker, range))?.sites ?? []) : [];
      companies.push({ name, sites: sites.map((site) => site.name) });
    }
    const rest = [...seen.keys()].slice(5).map((name) => ({ name, sites: [] }));
    say(options, 'newTracker', newTrackerWords([...companies, ...rest], detail));
  }
  return withKnown(known.companies, [...seen.keys()]);
}

async function newFailures(options: WatchOptions, known: NotifyMemory): Promise<readonly string[]> {
  const now = await failing(options.watched);
  const fresh = now.filter(({ name }) => !known.failing.includes(name));
  if (fresh.length > 0) say(options, 'listFailure', listFailureWords(fresh));
  return now.map(({ name }) => name);
}

async function newWeek(options: WatchOptions, known: NotifyMemory): Promise<number> {
  const { watched, detail, now, wants } = options;
  const monday = mondayMorning(now());
  if (monday <= known.week) return known.week;
  if (wants('weekly')) {
    const weeks = await watched.log.weeks(monday);
    const text = detail ? watched.weekSummary(weeks) : weekInNumbers(weeks);
    say(options, 'weekly', { title: 'your week', text });
  }
  return monday;
}

async function failing(watched: Watched): Promise<readonly ListStatus[]> {
  return (await watched.lists()).filter((list) => list.failing);
}

function companyOf(watched: Watched, tracker: string): string {
  return watched.ownerOf(tracker) ?? tracker;
}

/** The latest Monday at eight in the morning, in this machine's time zone. */
function mondayMorning(now: number): number {
  const at = new Date(now);
  at.setHours(8, 0, 0, 0);
  at.setDate(at.getDate() - ((at.getDay() + 6) % 7));
  if (at.getTime() > now) at.setDate(at.getDate() - 7);
  return at.getTime();
}
