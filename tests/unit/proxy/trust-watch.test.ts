import { once } from 'node:events';
import path from 'node:path';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { LeafStore } from '../../../src/certs/leaf-store.ts';
import type { Connection } from '../../../src/model/connection.ts';
import type { Device } from '../../../src/model/device.ts';
import type { Fingerprint } from '../../../src/model/program.ts';
import { TlsFront } from '../../../src/proxy/tls-front.ts';
import { createTrustWatch, refusalIn, trustedName } from '../../../src/proxy/trust-watch.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rule } from '../act/samples.ts';
import { connection, device, host, ruleSet, sampleParts, sampleSettings, to } from './samples.ts';
import { closed, PATIENCE, socketPair } from './sockets.ts';

describe('an error', () => {
  const error = (code?: string) => Object.assign(new Error('words'), code && { code });

  it.each([
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'alert'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'alert'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'alert'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'alert'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', 'alert'],
    ['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE', 'alert'],
    ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', 'alert'],
    ['ERR_SSL_NO_SHARED_CIPHER', 'incompatible'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'incompatible'],
    ['ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM', 'incompatible'],
    ['ECONNRESET', 'silence'],
    ['EPIPE', 'silence'],
    ['ERR_SSL_TLSV1_ALERT_ECH_REQUIRED', null],
    ['ERR_SSL_TLSV1_ALERT_USER_CANCELLED', null],
    ['ERR_SSL_WRONG_VERSION_NUMBER', null],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', null],
    [undefined, null],
  ])('%s says %s', (code, kind) => {
    expect(refusalIn(error(code))).toBe(kind);
  });
});

it.each([
  ['shop.test', 'shop.test', 'shop.test'],
  ['shop.test', null, 'shop.test'],
  ['shop.test', 'outer.test', 'shop.test'],
  ['192.0.2.9', 'shop.test', 'shop.test'],
  ['2001:db8::9', 'shop.test', 'shop.test'],
  ['192.0.2.9', null, '192.0.2.9'],
])('trust of a connection to %s, asking for %s, is about %s', (hostname, sni, name) => {
  expect(trustedName(to(hostname), sni === null ? null : host(sni))).toBe(name);
});

const PROGRAM = 'f'.repeat(24) as Fingerprint;

/** TLS that is ended here, watched, for a client on the far end; what is told of it. */
async function watched(change: Partial<Connection> = {}, who: Partial<Device> = {}) {
  const authority = openAuthority(path.join(temporaryFolder(), 'certs'), Date.now);
  const leaves = new LeafStore(authority, Date.now);
  const told: string[] = [];
  const clock = { now: 1_000 };
  const { parts, events } = sampleParts({
    rules: () => ruleSet({ hosts: { 'tracker.test': rule('block') } }),
    devices: { identify: () => device(who) },
  });
  const trust: typeof parts.trust = {
    ...parts.trust,
    tell: ({ device, hostname }, evidence) => {
      if (evidence.kind === 'request' || evidence.kind === 'grpc') {
        throw new Error('nothing was asked for');
      }
      const { kind, blocked, openedAt } = evidence;
      told.push(`${device} ${hostname} ${kind}${blocked ? ' blocked' : ''} ${openedAt}`);
    },
  };
  const watch = createTrustWatch({ ...parts, trust, now: () => clock.now }, sampleSettings());
  const own = connection({
    program: PROGRAM,
    destination: to('shop.test'),
    openedAt: 7,
    ...change,
  });
  const { near, far } = await socketPair();
  let secured: (socket: tls.TLSSocket) => void;
  const opened = new Promise<tls.TLSSocket>((resolve) => {
    secured = resolve;
  });
  const front = new TlsFront({
    contextFor: (name) => leaves.contextFor(name),
    offersHttp2: () => false,
    secured: (socket) => {
      socket.on('error', () => socket.destroy());
      watch.secured(socket, own);
      // As a server does: the end of a stream shows to who reads it.
      socket.resume();
      secured(socket);
    },
    failed: (_raw, error) => watch.failed(own, error),
  });
  front.terminate(near, host('shop.test'), host('shop.test'));
  const client = (options: tls.ConnectionOptions): tls.TLSSocket => {
    const socket = tls.connect({ socket: far, servername: 'shop.test', ...options });
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { near, far, client, told, events, opened, clock, ca: authority.certificatePem };
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s, a client', (version) => {
  const versions = { minVersion: version, maxVersion: version };

  it('that does not trust us and leaves is heard', async () => {
    const { client, told, near } = await watched();
    client({ ca: [], ...versions });
    await closed(near);
    await vi.waitFor(() => expect(told).toEqual(['ip:127.0.0.1 shop.test silence 7']), PATIENCE);
  });

  it('that trusts us, and closes at once without a word, is heard', async () => {
    const { client, told, near, ca } = await watched();
    client({ ca, ...versions }).once('secureConnect', function (this: tls.TLSSocket) {
      this.end();
    });
    await closed(near);
    expect(told).toEqual(['ip:127.0.0.1 shop.test silence 7']);
  });

  it('that closes later had a connection in reserve', async () => {
    const { client, told, near, ca, opened, clock } = await watched();
    const socket = client({ ca, ...versions });
    await opened;
    clock.now += 1_000;
    socket.end();
    await closed(near);
    expect(told).toEqual([]);
  });

  it('that asks for something took our leaf, however it leaves', async () => {
    const { client, told, near, ca, opened } = await watched();
    const socket = client({ ca, ...versions });
    const server = await opened;
    socket.write('GET / HTTP/1.1\r\n');
    await vi.waitFor(() => expect(server.bytesRead).toBeGreaterThan(0), PATIENCE);
    socket.destroy();
    await closed(near);
    expect(told).toEqual([]);
  });

  it('that we close ourselves says nothing', async () => {
    const { client, told, near, ca, opened } = await watched();
    client({ ca, ...versions });
    (await opened).destroy();
    await closed(near);
    expect(told).toEqual([]);
  });
});

it('a client that speaks nothing that we speak is heard', async () => {
  const { client, told, near } = await watched();
  client({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' });
  await closed(near);
  expect(told).toEqual(['ip:127.0.0.1 shop.test incompatible 7']);
});

it.each([
  [
    'a host that is blocked by name',
    { destination: to('tracker.test') },
    ' tracker.test silence blocked 7',
  ],
  ['the page', { destination: to('eyelid.internal') }, ' eyelid.internal silence blocked 7'],
])('what it says of %s is told apart', async (_what, change, words) => {
  const { client, told, near } = await watched(change);
  client({ ca: [] });
  await closed(near);
  await vi.waitFor(() => expect(told).toEqual([`ip:127.0.0.1${words}`]), PATIENCE);
});

it.each([
  ['a program that did not show itself', { program: null }],
  ['no destination', { destination: null }],
  [
    'the outer name of many hosts',
    { destination: to('192.0.2.9'), sni: host('cloudflare-ech.com') },
  ],
  [
    'the host behind an outer name, which CONNECT gave',
    { destination: to('shop.test'), sni: host('cloudflare-ech.com') },
  ],
])('nothing is told of %s', async (_what, change) => {
  const { client, told, near } = await watched(change);
  client({ ca: [] });
  await once(near, 'close');
  expect(told).toEqual([]);
});

describe('a blocked host whose answer nobody takes is in the log, once', () => {
  const tracker = { destination: to('tracker.test') };
  const row = { kind: 'tunnel', action: 'block', host: 'tracker.test', at: 7, tunnel: null };

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('when it is refused over %s', async (version) => {
    const { client, events, near } = await watched(tracker);
    client({ ca: [], minVersion: version, maxVersion: version });
    await closed(near);
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events).toMatchObject([{ ...row, method: 'CONNECT', rule: { list: 'meta.txt' } }]);
  });

  it('when the client says nothing of certificates', async () => {
    const { client, events, near } = await watched(tracker);
    client({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' });
    await closed(near);
    await vi.waitFor(() => expect(events).toMatchObject([row]), PATIENCE);
  });

  it('under its name, where it was steered here', async () => {
    const steered = {
      wayIn: 'transparent' as const,
      destination: to('192.0.2.9'),
      sni: host('tracker.test'),
    };
    const { client, events, near } = await watched(steered);
    client({ ca: [] });
    await closed(near);
    await vi.waitFor(() => expect(events).toMatchObject([{ ...row, method: 'TLS' }]), PATIENCE);
  });

  it.each([
    ['of a host that is not blocked', {}, {}],
    ['of a device that is only observed', tracker, { mode: 'observe' as const }],
    ['of a device that is not watched', tracker, { level: 'off' as const }],
  ])('and nothing %s', async (_what, change, who) => {
    const { client, events, near, told } = await watched(change, who);
    client({ ca: [] });
    await closed(near);
    await vi.waitFor(() => expect(told).toHaveLength(1), PATIENCE);
    expect(events).toEqual([]);
  });

  it('and nothing of what took the answer, or was held in reserve', async () => {
    const { client, events, near, ca, opened, clock } = await watched(tracker);
    const socket = client({ ca });
    await opened;
    clock.now += 1_000;
    socket.end();
    await closed(near);
    expect(events).toEqual([]);
  });
});

it('an alert under an outer name says that the client does not trust us', () => {
  const { parts, told } = sampleParts();
  const watch = createTrustWatch(parts, sampleSettings());
  const sni = host('cloudflare-ech.com');
  const outer = connection({ program: PROGRAM, destination: to('192.0.2.9'), sni });
  const fails = (code: string) => watch.failed(outer, Object.assign(new Error('words'), { code }));
  fails('ECONNRESET');
  fails('ERR_SSL_TLSV1_ALERT_ECH_REQUIRED');
  expect(told).toEqual([]);
  fails('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN');
  expect(told).toEqual(['alert cloudflare-ech.com']);
});
