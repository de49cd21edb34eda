import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { curl } from '../support/curl.ts';
import { has } from '../support/machine.ts';
import { connectRaw, connectRawTls, type RawClient } from '../support/raw.ts';
import { type ScriptedOrigin, startScriptedOrigin } from '../support/scripted-origin.ts';
import { openWorld, type World } from '../support/world.ts';

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
      };
    },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  await world?.close();
  await Promise.all([broken?.close(), plain?.close(), notTls?.close()]);
});

describe.each([...BAD, 'not-tls.test'])('%s, whose TLS cannot be trusted', (host) => {
  test('is a 502 that says which host and why, in one sentence', async () => {
    const reply = await world.client.get(`https://${host}/secret?token=1`);
    expect(reply.status).toBe(502);
    expect(reply.text).toContain(host);
    expect(reply.text).not.toMatch(/127\.0\.0\.1|Error:|\.js:|node:|\bat \w+|token=1/);
    expect(reply.headers['content-type']).toMatch(/^text\/(html|plain)/);
  });

  test('is sent nothing, not even the head of a request', async () => {
    await world.client.get(`https://${host}/secret`, {
      method: 'POST',
      headers: ['Content-Length', '6'],
      body: 'secret',
    });
    expect(world.origin.requests(host)).toEqual([]);
    expect(notTls.heads).toEqual([]);
  });
});

test('the sentences tell the failures apart', async () => {
  const texts = await Promise.all(
    BAD.slice(0, 3).map(async (host) =>
      (await world.client.get(`https://${host}/`)).text.replaceAll(host, ''),
    ),
  );
  expect(new Set(texts).size).toBe(3);
  expect(texts[0]).toMatch(/expired/i);
});

describe.skipIf(!has('curl'))('curl', () => {
  test.each(BAD)('gets the same for %s', async (host) => {
    const { exit, stdout } = await curl(
      { proxyPort: world.eyelid.proxyPort, caPath: world.eyelid.caPath },
      ...['-o', '/dev/null', '-w', '%{http_code}', `https://${host}/`],
    );
    expect([exit, stdout.toString()]).toEqual([0, '502']);
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
