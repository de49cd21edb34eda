import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { curl } from '../support/curl.ts';
import { readLog } from '../support/home.ts';
import { has } from '../support/machine.ts';
import { connectRaw, connectRawTls, openTls, type RawClient } from '../support/raw.ts';
import { type ScriptedOrigin, startScriptedOrigin } from '../support/scripted-origin.ts';
import { openWorld, type World } from '../support/world.ts';
import { closedPort } from '../unit/proxy/sockets.ts';

const BAD = ['expired.test', 'self-signed.test', 'wrong-name.test', 'untrusted.test'];
const LENGTH = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\npartial';
const CHUNKED =
  'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n7\r\npartial\r\n';

let world: World;
let broken: ScriptedOrigin;
let plain: ScriptedOrigin;
let notTls: ScriptedOrigin;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', ...BAD],
    config: { log: { scope: 'all' } },
    certificates: {
      'expired.test': 'expired',
      'self-signed.test': 'self-signed',
      'wrong-name.test': 'wrong-name',
      'untrusted.test': 'self-signed',
    },
    hosts: async (authority) => {
      const script = (socket: Socket, head: string) => {
        socket.write(head.includes('/chunked') ? CHUNKED : LENGTH, () => socket.destroy());
      };
      broken = await startScriptedOrigin({ script, identity: authority.issue(['broken.test']) });
      plain = await startScriptedOrigin({ script });
      notTls = await startScriptedOrigin({
        script: () => undefined,
        greet: (socket) => socket.write('220 this is no TLS\r\n'),
      });
      return {
        'broken.test:443': `127.0.0.1:${broken.port}`,
        'broken.test:80': `127.0.0.1:${plain.port}`,
        'not-tls.test:443': `127.0.0.1:${notTls.port}`,
        'nobody.test:443': `127.0.0.1:${await closedPort()}`,
      };
    },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  await world?.close();
  await Promise.all([broken?.close(), plain?.close(), notTls?.close()]);
});

/** What a client sees of a host that it asks for through the proxy: whose certificate, and whether it is good. */
async function seen(host: string, ca: string) {
  const socket = await openTls({ port: world.eyelid.proxyPort, authority: `${host}:443` });
  const { issuer } = socket.getPeerCertificate();
  socket.destroy();
  const trusted = await openTls({
    port: world.eyelid.proxyPort,
    authority: `${host}:443`,
    ca,
  }).then(
    (good) => {
      good.destroy();
      return true;
    },
    () => false,
  );
  return { issuer: issuer?.CN ?? '', trusted };
}

describe.each(BAD)('%s, whose certificate is not good', (host) => {
  test('is shown as it is: the client gets the certificate of the server, and refuses it', async () => {
    const { issuer, trusted } = await seen(host, world.eyelid.ca);
    expect(issuer).not.toMatch(/^Eyelid CA/);
    expect(trusted).toBe(false);
    await expect(world.client.get(`https://${host}/secret?token=1`)).rejects.toThrow();
  });

  test('is sent nothing, not even the head of a request', async () => {
    const asked = { method: 'POST', headers: ['Content-Length', '6'], body: 'secret' };
    await world.client.get(`https://${host}/secret`, asked).catch(() => undefined);
    expect(world.origin.requests(host)).toEqual([]);
  });

  test('is told of as a tunnel', async () => {
    await world.client.get(`https://${host}/`).catch(() => undefined);
    await vi.waitFor(
      async () => {
        const rows = await readLog(world.home, '--host', host);
        expect(rows.map(({ kind, action }) => `${kind} ${action}`)).toContain('tunnel pass');
      },
      { timeout: 10_000 },
    );
  });
});

test('a host with a good certificate is shown with ours, which is all that the client trusts', async () => {
  expect((await world.client.get('https://shop.test/')).status).toBe(200);
});

test('a server that speaks no TLS is left to the client, too', async () => {
  await expect(world.client.get('https://not-tls.test/secret')).rejects.toThrow();
  expect(notTls.heads).toEqual([]);
});

test('where nobody answers there is nothing to show, and the reason is said in one sentence', async () => {
  const reply = await world.client.get('https://nobody.test/secret?token=1');
  expect(reply.status).toBe(502);
  expect(reply.text).toContain('nobody.test');
  expect(reply.text).not.toMatch(/127\.0\.0\.1|Error:|\.js:|node:|\bat \w+|token=1/);
});

describe.skipIf(!has('curl'))('curl', () => {
  test.each(BAD)('says of %s what it says without a proxy', async (host) => {
    const { exit } = await curl(
      { proxyPort: world.eyelid.proxyPort, caPath: world.eyelid.caPath },
      ...['-o', '/dev/null', `https://${host}/`],
    );
    // CURLE_PEER_FAILED_VERIFICATION
    expect(exit).toBe(60);
  });
});

describe.each(['http', 'https'])('a body that breaks off over %s', (scheme) => {
  const open = (): Promise<RawClient> => {
    const to = { port: world.eyelid.proxyPort };
    return scheme === 'http'
      ? connectRaw(to)
      : connectRawTls({ ...to, authority: 'broken.test:443', ca: world.eyelid.ca });
  };
  const prefix = scheme === 'http' ? 'http://broken.test' : '';

  test.each(['/length', '/chunked'])('%s breaks off for the client too', async (path) => {
    const client = await open();
    client.send(`GET ${prefix}${path} HTTP/1.1\r\nHost: broken.test\r\n\r\n`);
    const text = await client.end();
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(text).toMatch(/^HTTP\/1\.1 (200|502) /);
    // Either the break was seen before anything was sent on, or the client gets
    // what there was and no clean end: no last chunk, no text of ours.
    if (text.startsWith('HTTP/1.1 200')) {
      expect(body.replace(/^7\r\n|\r\n$/g, '')).toBe('partial');
    } else expect(body).not.toContain('partial');
  });
});
