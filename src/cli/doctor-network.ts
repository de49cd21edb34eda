import { Resolver } from 'node:dns/promises';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { parseArp, parseIpNeigh } from '../device/neighbour-entries.ts';
import { defaultGateways } from '../device/resolver.ts';
import type { Known } from '../doctor/finding.ts';
import {
  type AdvertisedRoute,
  deliversLocally,
  type ListeningSocket,
  parseAdvertised,
  parseSockets,
  tableOfMark,
} from '../doctor/kernel-text.ts';
import type { Probe, ResolverFacts } from '../doctor/machine.ts';
import type { Neighbour } from '../doctor/network.ts';
import type { Ruleset } from '../doctor/nft.ts';
import type { Tried } from '../doctor/ports.ts';
import type { MarkRoute } from '../doctor/steering.ts';
import { parseAuthority } from '../model/terms.ts';
import { output, PATIENCE } from './doctor-tools.ts';

export async function readSockets(): Promise<Known<readonly ListeningSocket[]>> {
  const text = await output('ss', '-ltnHO', '--inet-sockopt');
  return 'unknown' in text ? text : { value: parseSockets(text.value) };
}

/** For each family and mark that the rules steer by: where it leads. */
export async function readRoutes(rules: Known<Ruleset>): Promise<Known<readonly MarkRoute[]>> {
  if ('unknown' in rules) return rules;
  const routes: MarkRoute[] = [];
  for (const { family, mark } of rules.value.steers) {
    if (mark === null || routes.some((one) => one.family === family && one.mark === mark)) continue;
    const version = family === 'ip' ? '-4' : '-6';
    const list = await output('ip', version, '-j', 'rule');
    if ('unknown' in list) return list;
    const table = tableOfMark(list.value, mark);
    const found = await output('ip', version, '-j', 'route', 'show', 'table', table ?? '0');
    const local = table !== null && 'value' in found && deliversLocally(found.value);
    routes.push({ family, mark, rule: table !== null, local });
  }
  return { value: routes };
}

/** The interfaces of this machine, those without an address included. */
export function readInterfaces(): readonly string[] {
  try {
    return readdirSync('/sys/class/net');
  } catch {
    return Object.keys(networkInterfaces());
  }
}

/** Whether this machine passes on IPv4 that is not for itself; null where that is not told. */
export function readForwarding(): boolean | null {
  const text = textOf('/proc/sys/net/ipv4/ip_forward').trim();
  return text === '' ? null : text !== '0';
}

export async function readAdvertised(): Promise<Known<readonly AdvertisedRoute[]>> {
  const text = await output('ip', '-j', '-6', 'route', 'show', 'default');
  return 'unknown' in text ? text : { value: parseAdvertised(text.value) };
}

/** The machines that this one has spoken to of late, and its gateways. */
export async function readNeighbours(): Promise<{
  readonly neighbours: readonly Neighbour[];
  readonly gateways: readonly string[];
}> {
  const v6 = await output('ip', '-6', '-j', 'neigh');
  const entries = [
    ...parseArp(textOf('/proc/self/net/arp')),
    ...('value' in v6 ? parseIpNeigh(v6.value) : []),
  ];
  const byMac = new Map<string, string[]>();
  for (const [address, mac] of entries) byMac.set(mac, [...(byMac.get(mac) ?? []), address]);
  const advertised = await readAdvertised();
  return {
    neighbours: [...byMac].map(([mac, addresses]) => ({ mac, addresses })),
    gateways: [
      ...defaultGateways(textOf('/proc/self/net/route')),
      ...('value' in advertised ? advertised.value.map(({ gateway }) => gateway) : []),
    ],
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** Asks this machine's resolvers for the root's name servers: a question that tells nobody anything. */
export async function askResolvers(ask: boolean): Promise<ResolverFacts> {
  const resolver = new Resolver({ timeout: PATIENCE, tries: 1 });
  const servers = resolver.getServers();
  if (!ask) return { servers, answer: null };
  const answer = await resolver.resolveNs('.').then(
    () => 'answered' as const,
    // Whatever it said, it was there to say it.
    ({ code }: NodeJS.ErrnoException) =>
      /^(?:ETIMEOUT|ECONNREFUSED|ECANCELLED)$/.test(code ?? '') ? 'silent' : 'answered',
  );
  return { servers, answer };
}

/** Opens a connection to each of the named servers, and closes it. */
export function probe(targets: readonly string[]): Promise<readonly Probe[]> {
  return Promise.all(
    targets.map(async (target) => {
      const to = parseAuthority(target, 443);
      if (to === null) return { target, error: 'not a host' };
      return { target, error: await connect(to.hostname, to.port) };
    }),
  );
}

/** Whether a port takes connections at these addresses. */
export function tryPort(addresses: readonly string[], port: number): Promise<readonly Tried[]> {
  return Promise.all(
    addresses.map(async (address) => ({
      at: written(address, port),
      error: await connect(address, port),
    })),
  );
}

/** Whether the page says at these addresses that it is well. */
export function tryPage(addresses: readonly string[], port: number): Promise<readonly Tried[]> {
  return Promise.all(
    addresses.map(async (address) => ({
      at: written(address, port),
      error: await healthz(address, port),
    })),
  );
}

const written = (address: string, port: number): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

function connect(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: PATIENCE });
    const end = (error: string | null): void => {
      socket.destroy();
      resolve(error);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end('no answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function healthz(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const request = http.get({ host, port, path: '/healthz', timeout: PATIENCE, agent: false });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? null : `status ${response.statusCode}`);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
