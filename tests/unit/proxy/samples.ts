import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { lazyBody } from '../../../src/classify/body.ts';
import { describe } from '../../../src/classify/describe.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import { identifierWatch } from '../../../src/household/watch.ts';
import type { Connection } from '../../../src/model/connection.ts';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import { queryFields } from '../../../src/model/fields.ts';
import type { ProgramFacts } from '../../../src/model/program.ts';
import type { RequestInfo, ResponseHead } from '../../../src/model/request.ts';
import {
  type Edit,
  type Matches,
  NO_MATCHES,
  type Rule,
  type RuleSet,
} from '../../../src/model/rule.ts';
import { type Destination, type Hostname, parseHostname } from '../../../src/model/terms.ts';
import { OnceAllows } from '../../../src/proxy/once.ts';
import type { ProxyParts, ProxySettings } from '../../../src/proxy/ports.ts';
import { addressSet, homeRanges } from '../../../src/proxy/ranges.ts';

export function host(text: string): Hostname {
  const parsed = parseHostname(text);
  if (parsed === null) throw new Error(`"${text}" is no hostname`);
  return parsed;
}

export function to(hostname: string, port = 443): Destination {
  return { hostname: host(hostname), port };
}

export function device(change: Partial<Device> = {}): Device {
  return {
    id: 'ip:127.0.0.1' as DeviceId,
    address: '127.0.0.1',
    mac: null,
    name: null,
    groups: [],
    level: 'full',
    levelFrom: 'hand',
    mode: 'enforce',
    firstSeen: 0,
    lastSeen: 0,
    ...change,
  };
}

export function connection(change: Partial<Connection> = {}): Connection {
  return {
    id: 1,
    wayIn: 'explicit',
    clientAddress: '127.0.0.1',
    clientPort: 50_000,
    destination: null,
    sni: null,
    program: null,
    encrypted: false,
    openedAt: 0,
    ...change,
  };
}

/** A request as Node's parser leaves it, without a connection under it. */
export function incoming(url: string, headers: Record<string, string> = {}): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = url;
  Object.assign(request.headers, headers);
  return request;
}

/** Rules that block these names by name, and say `matches` of each request. */
export function ruleSet({
  hosts = {},
  match = () => ({}),
  wantsBody = false,
  asksResponses = false,
}: {
  readonly hosts?: Readonly<Record<string, Rule>>;
  readonly match?: (
    request: RequestInfo,
    body: Parameters<RuleSet['match']>[1],
    response: ResponseHead | null,
  ) => Partial<Matches>;
  readonly wantsBody?: boolean;
  readonly asksResponses?: boolean;
} = {}): RuleSet {
  return {
    version: '1',
    size: 1,
    lists: [],
    stubText: () => null,
    mayMatchHost: (hostname) => Object.hasOwn(hosts, hostname),
    matchHost: (hostname) => (Object.hasOwn(hosts, hostname) ? (hosts[hostname] ?? null) : null),
    match: (request, body, response = null) => ({
      ...NO_MATCHES,
      ...match(request, body, response),
    }),
    asksResponses,
    candidates: () => [],
    wantsBody: () => wantsBody,
  };
}

/** The rule that takes `fbclid` from every URL. */
export function stripsFbclid(rule: Rule): Edit {
  return { rule, kind: 'query', test: (name) => name === 'fbclid' };
}

/** Of a program that was never seen, and is not to be probed. */
export const NOTHING_KNOWN: ProgramFacts = {
  level: null,
  proven: false,
  refuses: null,
  refusesHost: null,
  mayProbe: false,
};

export interface Sample {
  readonly parts: ProxyParts;
  readonly events: readonly Event[];
  readonly faults: readonly string[];
  /** Devices whose trust was proven, and by what. */
  readonly proven: readonly string[];
  /** What was told against the trust of programs: how, and of which host. */
  readonly told: readonly string[];
  /** What there was to learn from: by which name, where, and the text. */
  readonly learnt: readonly string[];
}

/** Parts of a proxy, small but real where that costs nothing; the page answers `the page`. */
export function sampleParts(change: Partial<ProxyParts> = {}): Sample {
  const events: Event[] = [];
  const faults: string[] = [];
  const proven: string[] = [];
  const told: string[] = [];
  const learnt: string[] = [];
  const registrableDomain = createRegistrableDomain();
  const parts: ProxyParts = {
    devices: {
      identify: (address) => device({ id: `ip:${address}` as DeviceId, address }),
    },
    trust: {
      facts: () => NOTHING_KNOWN,
      seen: () => undefined,
      claimProbe: () => true,
      tell: (subject, evidence) => told.push(`${evidence.kind} ${subject.hostname}`),
      carried: ({ device: id }, proof) => proven.push(`${id} ${proof()}`),
    },
    rules: () => ruleSet(),
    leaves: { contextFor: () => createSecureContext() },
    classify: {
      describe: (head, asking) => describe(head, { device: asking, registrableDomain }),
      readBody: lazyBody,
      queryFields,
    },
    trackers: {
      trackerOf: (name, rule) => rule?.tracker ?? (name === 'tracker.test' ? 'Meta' : null),
      decode: () => null,
      decodeRemoved: () => null,
    },
    explain: (rule) => `the rule ${rule.text}`,
    events: { record: (event) => events.push(event) },
    learning: {
      text: (name, text, { url }) => learnt.push(`${name} ${url} ${text}`),
      call: (name, { url }) => learnt.push(`${name} ${url}`),
    },
    telling: {
      keepsPasses: false,
      keepsValues: false,
      marksOf: (seen) => seen.map(({ kind, value }) => ({ kind, mark: `mark of ${value}` })),
      levelOf: ({ level }) => level,
    },
    once: new OnceAllows(Date.now),
    identifiers: identifierWatch(
      () => null,
      (error) => faults.push(String(error)),
    ),
    status: (_request, response) => response.end('the page'),
    log: {
      debug: () => undefined,
      warn: () => undefined,
      error: (fields) => faults.push(JSON.stringify(fields)),
    },
    now: Date.now,
    ...change,
  };
  return { parts, events, faults, proven, told, learnt };
}

/** Everything on loopback may be asked, and reached. */
export function sampleSettings(change: Partial<ProxySettings> = {}): ProxySettings {
  const context = createSecureContext();
  return {
    hosts: [],
    allowPrivate: [{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }],
    clients: homeRanges([]),
    proxyProtocolFrom: addressSet([]),
    connectPorts: new Set([443]),
    doNotIntercept: () => false,
    trusted: 'full',
    offersHttp2: () => true,
    upstreamContext: () => context,
    timeouts: { connect: 5_000, headers: 5_000, idle: 5_000 },
    internal: host('eyelid.internal'),
    otherPorts: () => [],
    ...change,
  };
}
