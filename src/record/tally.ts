import type { Event } from '../model/event.ts';
import { isStopped } from '../model/told.ts';
import { bounded, whole } from './clean.ts';
import { ACTION_CODES, isActedOn } from './codes.ts';
import type { DomainOf } from './domain-cache.ts';
import { MAX_HOST, MAX_NAME } from './guard.ts';
import { hourOf, startOfHour } from './times.ts';
import { addTry, emptyTries, isTry, type TriedTally, type TryTally } from './try-tally.ts';

/** What one device exchanged with one registrable domain in one hour. */
export interface Traffic {
  total: number;
  acted: number;
  tunnelled: number;
  bytes: number;
  /** What a tracker tried, and what of that never arrived. */
  tried: number;
  stopped: number;
}

export interface DeviceTally {
  /** The name in its newest event. */
  label: string;
  /** The same objects as in `domains`, one for each host: what an event looks up. */
  readonly hosts: Map<string, Traffic>;
  readonly domains: Map<string, Traffic>;
}

export interface HourTally {
  readonly hour: number;
  /** By device id, bounded but not cleaned. */
  readonly devices: Map<string, DeviceTally>;
  /** By `actionIndex`. */
  readonly actions: number[];
  readonly trackers: Map<string, TriedTally>;
  readonly pages: Map<string, TriedTally>;
  readonly tries: TryTally;
}

/**
 * Counts of events, in memory until they are written. Not more than a few
 * look-ups and additions for an event whose device and host it has seen. Texts
 * other than domains are bounded but not cleaned: that is for who writes them,
 * once for each.
 */
export interface Tally {
  /** Throws what `domainOf` throws, and then has not counted the event. */
  add(event: Event): void;
  hours(): Iterable<HourTally>;
  /** How many events were added. */
  readonly events: number;
  /** How many texts it holds: what bounds its memory and the time to write it. */
  readonly keys: number;
}

const ACTIONS = Object.keys(ACTION_CODES).length;

export function createTally(domainOf: DomainOf): Tally {
  const hours = new Map<number, HourTally>();
  let newest = emptyHour(0);
  let begin = 0;
  // Before the first event no time lies in the newest hour.
  let end = 0;
  let events = 0;
  let keys = 0;

  const enter = (at: number): void => {
    const hour = hourOf(whole(at));
    newest = hours.get(hour) ?? emptyHour(hour);
    hours.set(hour, newest);
    begin = startOfHour(hour);
    end = startOfHour(hour + 1);
  };
  const addDevice = (devices: Map<string, DeviceTally>, id: string): DeviceTally => {
    const device: DeviceTally = { label: '', hosts: new Map(), domains: new Map() };
    devices.set(id, device);
    keys += 1;
    return device;
  };
  const addHost = ({ hosts, domains }: DeviceTally, host: string, domain: string): Traffic => {
    const traffic = domains.get(domain) ?? noTraffic();
    domains.set(domain, traffic);
    hosts.set(host, traffic);
    keys += 1;
    return traffic;
  };
  const addName = (
    names: Map<string, TriedTally>,
    text: string,
    longest: number,
    stopped: number,
  ): void => {
    const name = bounded(text, longest);
    const counts = names.get(name) ?? { count: 0, stopped: 0 };
    if (counts.count === 0) {
      keys += 1;
      names.set(name, counts);
    }
    counts.count += 1;
    counts.stopped += stopped;
  };
  const trafficOf = (devices: Map<string, DeviceTally>, event: Event): Traffic => {
    const id = bounded(event.device, MAX_NAME);
    const device = devices.get(id) ?? addDevice(devices, id);
    device.label = event.deviceName;
    const host = bounded(event.host, MAX_HOST);
    return device.hosts.get(host) ?? addHost(device, host, domainOf(event.host));
  };

  const addTried = (event: Event, traffic: Traffic): void => {
    const { tracker, page } = event;
    const stopped = isStopped(event) ? 1 : 0;
    if (tracker !== null) addName(newest.trackers, tracker, MAX_NAME, stopped);
    if (isTry(event)) {
      traffic.tried += 1;
      traffic.stopped += stopped;
      if (page !== null) addName(newest.pages, page, MAX_HOST, stopped);
    }
    keys += addTry(newest.tries, event);
  };

  return {
    add(event) {
      const { at, action } = event;
      if (!(at >= begin && at < end)) enter(at);
      const traffic = trafficOf(newest.devices, event);
      const acted = isActedOn(action);
      traffic.total += 1;
      if (acted) traffic.acted += 1;
      else if (event.kind === 'tunnel') traffic.tunnelled += 1;
      traffic.bytes += whole(event.bytesUp) + whole(event.bytesDown);
      const index = actionIndex(ACTION_CODES[action], event.observed);
      newest.actions[index] = (newest.actions[index] ?? 0) + 1;
      addTried(event, traffic);
      events += 1;
    },
    hours: () => hours.values(),
    get events() {
      return events;
    },
    get keys() {
      return keys;
    },
  };
}

/** The place of an action's count, observed or carried out, in `HourTally.actions`. */
export function actionIndex(code: number, observed: boolean): number {
  return 2 * code + (observed ? 1 : 0);
}

function emptyHour(hour: number): HourTally {
  return {
    hour,
    devices: new Map(),
    actions: new Array(2 * ACTIONS).fill(0),
    trackers: new Map(),
    pages: new Map(),
    tries: emptyTries(),
  };
}

export function noTraffic(): Traffic {
  return { total: 0, acted: 0, tunnelled: 0, bytes: 0, tried: 0, stopped: 0 };
}
