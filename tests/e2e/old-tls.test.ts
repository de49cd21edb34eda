import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls, { type Server } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { readLog } from '../support/home.ts';
import { OPENSSL, opensslIt } from '../support/openssl.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let old: Server;
let handshakes = 0;

// 127.0.0.1 is at level full: what could be opened is.
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test'],
    hosts: async (authority) => {
      const names = ['old.test', 'tracker.test', 'later.test'];
      const versions = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
      old = tls.createServer({ ...authority.issue(names), ...versions }, (socket) => {
        handshakes += 1;
        socket.on('error', () => undefined);
        socket.end('the real server');
      });
      old.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => {
        old.listen(0, '127.0.0.1', resolve);
      });
      const there = `127.0.0.1:${(old.address() as AddressInfo).port}`;
      return Object.fromEntries(names.map((name) => [`${name}:443`, there]));
    },
    rules: { 'test.txt': '||tracker.test^\n' },
    config: { log: { scope: 'all' }, tls: { noHttp2: ['later.test'] } },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  await world?.close();
  old?.close();
});

/** What a client of OpenSSL that trusts the servers' authority alone gets; its words where it fails. */
function connect(host: string, ...words: readonly string[]): Promise<string> {
  const proxy = `127.0.0.1:${world.eyelid.proxyPort}`;
  const trust = ['-CAfile', join(world.home.path, 'origin-ca.pem')];
  const verify = ['-verify_return_error', '-verify_hostname', host, '-servername', host];
  const connection = ['-proxy', proxy, '-connect', `${host}:443`, '-quiet', '-no_ign_eof'];
  return new Promise((resolve) => {
    const child = execFile(
      OPENSSL,
      ['s_client', ...connection, ...trust, ...verify, ...words],
      { timeout: 20_000 },
      // Over TLS 1.3 a server of Node ends without the farewell that OpenSSL asks for.
      (_error, stdout, stderr) => resolve(stdout === '' ? `failed: ${stderr}` : stdout),
    );
    // Its end would be the end of the connection.
    child.once('exit', () => child.stdin?.end());
  });
}

describe.each([
  ['of TLS 1.0', ['-tls1', '-cipher', 'ALL:@SECLEVEL=0']],
  ['of TLS 1.1', ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']],
  ['of TLS 1.2 with ciphers for RSA alone', ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256']],
  ['of TLS 1.3 with signatures of RSA alone', ['-tls1_3', '-sigalgs', 'RSA-PSS+SHA256']],
] as const)('a client %s', (_what, words) => {
  opensslIt("gets the server's own certificate at its first connection", async () => {
    const rows = () => readLog(world.home, '--host', 'old.test');
    const before = (await rows()).length;
    expect(await connect('old.test', ...words)).toBe('the real server');
    // Rows are written a moment after what they tell of.
    await expect.poll(async () => (await rows()).length, { timeout: 20_000 }).toBe(before + 1);
    expect((await rows()).at(-1)).toMatchObject({ kind: 'tunnel', tunnel: 'program-incompatible' });
  });

  opensslIt('is refused a host that is blocked by name', async () => {
    const before = handshakes;
    expect(await connect('tracker.test', ...words)).toMatch(/access denied|handshake failure/);
    expect(handshakes).toBe(before);
  });
});

describe('a client that offers HTTP/2 alone', () => {
  opensslIt('gets a tunnel where HTTP/2 is switched off', async () => {
    expect(await connect('later.test', '-alpn', 'h2')).toBe('the real server');
    const rows = () => readLog(world.home, '--host', 'later.test');
    await expect.poll(async () => (await rows()).length, { timeout: 20_000 }).toBe(1);
    const [last] = await rows();
    expect(last).toMatchObject({ kind: 'tunnel', tunnel: 'no-common-protocol' });
  });

  opensslIt('is served where it is not', async () => {
    // It trusts the servers' authority alone, which shows that it was shown ours.
    expect(await connect('shop.test', '-alpn', 'h2')).toMatch(/verify error|certificate/i);
  });
});
