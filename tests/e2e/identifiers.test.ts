import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Ask, Reply } from '../support/client.ts';
import { command, commandReading, readLog } from '../support/home.ts';
import { connectHttp2 } from '../support/http2-client.ts';
import { openWorld, type World } from '../support/world.ts';

/** The household's own identifiers, entered on the command line, in what a device sends. */

const MAIL = 'ana.lopez@example.com';
const PHONE = '+49 151 12345678';
const hash = (text: string, name = 'sha256', encoding: 'hex' | 'base64' | 'base64url' = 'hex') =>
  createHash(name).update(text).digest(encoding);
const MAIL_HASH = hash(MAIL);
const PHONE_HASH = hash('4915112345678');
/** All that must be nowhere but where a person typed it. */
const SECRETS = [MAIL, 'ana.lopez%40', '15112345678', MAIL_HASH, PHONE_HASH, hash(MAIL, 'md5')];

const RULES = '@@||allowed.test^\n';
const SITES = ['shop.test', 'gateway.test', 'allowed.test', 'pay.test', 'www.criteo.com'] as const;

const SOON = { timeout: 10_000, interval: 100 };

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: [...SITES],
    rules: { 'test.txt': '! none\n', 'my-rules.txt': RULES },
    config: {
      log: { detail: 'values', scope: 'all' },
      devices: [
        { match: '127.0.0.1', level: 'full' },
        { match: '127.0.0.2', level: 'full', mode: 'observe' },
      ],
    },
  });
  const added = await add(MAIL, '--label', "Ana's");
  expect(added).toMatchObject({ status: 0, stderr: '' });
  await add(PHONE);
  // The running program follows within a second; until then it logs what it is sent.
  const other = hash('4915112345678', 'sha1');
  await vi.waitFor(async () => {
    expect(await sent(`https://shop.test/ready?em=${other}`)).toBe('/ready?em=');
  }, SOON);
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

function add(value: string, ...words: readonly string[]) {
  return commandReading(`${value}\n`, world.home, 'identifiers', 'add', ...words);
}

const from = (page: string, dest = 'empty', ...more: readonly string[]) => [
  ...['Referer', `https://${page}/`, 'Sec-Fetch-Dest', dest],
  ...['Sec-Fetch-Mode', dest === 'document' ? 'navigate' : 'cors'],
  ...more,
];

async function sent(url: string, ask: Ask = {}): Promise<string | undefined> {
  await world.client.get(url, { headers: from('shop.test'), ...ask });
  return world.origin.requests(new URL(url).hostname).at(-1)?.target;
}

function post(
  url: string,
  type: string,
  body: string | Uint8Array,
  page = 'shop.test',
): Promise<Reply> {
  const headers = from(page, 'empty', 'Content-Type', type, 'Content-Length', String(body.length));
  return world.client.get(url, { method: 'POST', headers, body });
}

const bodyOf = (host: string) => world.origin.requests(host).at(-1)?.body.toString();
/** The newest event of a host whose path begins so, once it is written down. */
async function row(host: string, path: string) {
  return vi.waitFor(async () => {
    const rows = await readLog(world.home, '--host', host);
    const found = rows.findLast((one) => String(one['path']).startsWith(path));
    if (found === undefined) throw new Error(`no event of ${host}${path}`);
    return found;
  }, SOON);
}

describe('the command line', () => {
  test('shows labels alone, and keeps no value', async () => {
    const { stdout } = await command(world.home, 'identifiers');
    expect(stdout).toMatch(/\temail\tAna's\t/);
    expect(stdout).toMatch(/\tphone\t\+49…78\t/);
    const path = join(world.home.path, 'data/identifiers.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8').toLowerCase();
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'ana\n'],
    ['a number without its country', '0151 12345678\n'],
    ['one that is there', `${MAIL.toUpperCase()}\n`],
  ])('refuses %s in one line, without repeating it', async (_what, input) => {
    const { status, stderr } = await commandReading(input, world.home, 'identifiers', 'add');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^eyelid: adding an identifier: .*\n$/);
    expect(stderr.toLowerCase()).not.toContain(MAIL);
  });

  test('takes no value as an argument', async () => {
    const { status, stderr } = await command(world.home, 'identifiers', 'add', 'x@example.com');
    expect(status).toBe(1);
    expect(stderr).toContain('standard input');
  });
});

describe('C P2 household sentinel, on the way to a host of the site itself', () => {
  const forms = [
    ['hex', MAIL_HASH],
    ['capitals', MAIL_HASH.toUpperCase()],
    ['SHA-1', hash(MAIL, 'sha1')],
    ['MD5', hash(MAIL, 'md5')],
    ['base64', hash(MAIL, 'sha256', 'base64')],
    ['base64url', hash(MAIL, 'sha256', 'base64url')],
    ['the phone with its plus', hash('+4915112345678')],
    ['the phone without its country', hash('15112345678')],
  ] as const;

  test.each(forms)('a hash in the address goes: %s', async (_form, value) => {
    const target = await sent(`https://shop.test/collect?a=1&em=${encodeURIComponent(value)}&z=2`);
    expect(target).toBe('/collect?a=1&em=&z=2');
  });

  test.each(forms)('a hash in JSON goes: %s', async (_form, value) => {
    const body = JSON.stringify({
      event_name: 'Lead',
      n: 1.5,
      user_data: { em: [value], keep: 'x' },
    });
    await post('https://shop.test/events', 'text/plain;charset=UTF-8', body);
    expect(bodyOf('shop.test')).toBe(body.replace(value, ''));
  });

  test.each(forms)('a hash in a form goes: %s', async (_form, value) => {
    const body = `id=1&udff%5Bem%5D=${encodeURIComponent(value)}&cd%5Bx%5D=1`;
    await post('https://shop.test/tr', 'application/x-www-form-urlencoded', body);
    expect(bodyOf('shop.test')).toBe('id=1&udff%5Bem%5D=&cd%5Bx%5D=1');
  });

  test('and the log says so, in a sentence, without a value', async () => {
    await sent(`https://shop.test/told?em=${MAIL_HASH}`);
    expect(await row('shop.test', '/told')).toMatchObject({
      action: 'strip',
      path: '/told?em=***',
      rule: { list: 'identifiers', line: 1, text: "Ana's" },
      removed: ['your e-mail, hashed'],
      summary: expect.stringContaining("Your e-mail, hashed (Ana's) on the way to shop.test"),
    });
  });

  test('what a person types reaches the shop as it is', async () => {
    const body = `email=${encodeURIComponent(MAIL)}&phone=${encodeURIComponent(PHONE)}`;
    await post('https://shop.test/login', 'application/x-www-form-urlencoded', body);
    expect(bodyOf('shop.test')).toBe(body);
    expect(await sent(`https://shop.test/me?email=${encodeURIComponent(MAIL)}`)).toContain(
      'ana.lopez',
    );
    expect(await row('shop.test', '/me')).toMatchObject({ action: 'pass', path: '/me?email=***' });
  });

  test('a picture by the hash of an address is shown, and noted', async () => {
    const path = `/avatar/${hash(MAIL, 'md5')}`;
    expect(await sent(`https://shop.test${path}?s=80`)).toBe(`${path}?s=80`);
    expect(await row('shop.test', '/avatar')).toMatchObject({
      action: 'log',
      path: '/avatar/***?s=80',
    });
  });

  test('a page that a person opens is opened as it is', async () => {
    const headers = from('mail.test', 'document');
    const target = `/unsubscribe?e=${MAIL_HASH}`;
    expect(await sent(`https://shop.test${target}`, { headers })).toBe(target);
    expect(await row('shop.test', '/unsubscribe')).toMatchObject({ action: 'log' });
  });
});

describe('in a body', () => {
  const json = JSON.stringify({ em: MAIL_HASH, n: 1 });

  test('that is compressed, it goes, and the rest is sent as it is', async () => {
    const body = gzipSync(json);
    const length = ['Content-Length', String(body.length)];
    const headers = from('shop.test', 'empty', 'Content-Encoding', 'gzip', ...length);
    await world.client.get('https://shop.test/packed', { method: 'POST', headers, body });
    expect(bodyOf('shop.test')).toBe('{"em":"","n":1}');
    const [received] = world.origin.requests('shop.test');
    expect(received?.headers['content-encoding']).toBeUndefined();
  });

  test('of several parts, it goes from its part', async () => {
    const part = (value: string) =>
      `--b\r\nContent-Disposition: form-data; name="udff[em]"\r\n\r\n${value}\r\n--b--\r\n`;
    await post('https://shop.test/parts', 'multipart/form-data; boundary=b', part(MAIL_HASH));
    expect(bodyOf('shop.test')).toBe(part(''));
  });

  test('over HTTP/2, it goes, whether its length is known or not', async () => {
    const { proxyPort: port, ca } = world.eyelid;
    const client = await connectHttp2({ port, authority: 'shop.test:443', ca });
    const type = { 'content-type': 'text/plain', referer: 'https://shop.test/' };
    await client.get('/h2', { ...type, 'content-length': String(json.length) }, json);
    expect(bodyOf('shop.test')).toBe('{"em":"","n":1}');
    await client.get('/h2', type, json);
    expect(bodyOf('shop.test')).toBe(json.replace(MAIL_HASH, '0'.repeat(64)));
    client.close();
  });

  test('of a device that is only observed, it is left, and told of', async () => {
    const watched = world.clientOf({ from: '127.0.0.2', ca: world.eyelid.ca });
    const headers = from('shop.test', 'empty', 'Content-Length', String(json.length));
    await watched.get('https://shop.test/seen', { method: 'POST', headers, body: json });
    expect(bodyOf('shop.test')).toBe(json);
    expect(await row('shop.test', '/seen')).toMatchObject({
      action: 'strip',
      observed: true,
      removed: ['your e-mail, hashed'],
    });
  });
});

describe('on the way to others', () => {
  const clear = JSON.stringify({ email: MAIL, phone: 4915112345678, amount: 12 });

  test('in clear it goes to a payment service, and the log says so', async () => {
    await post('https://pay.test/charge', 'application/json', clear);
    expect(bodyOf('pay.test')).toBe(clear);
    expect(await row('pay.test', '/charge')).toMatchObject({
      action: 'log',
      summary: expect.stringContaining(
        "Your e-mail, in clear (Ana's); your phone number, in clear (+49…78) on the way to pay.test",
      ),
    });
  });

  test('in clear it does not go to a tracker', async () => {
    await post('https://www.criteo.com/event', 'application/json', clear);
    expect(bodyOf('www.criteo.com')).toBe('{"email":"","phone":0,"amount":12}');
  });

  test('where it cannot be taken out, a tracker is not asked', async () => {
    const reply = await world.client.get(`https://www.criteo.com/m/${MAIL_HASH}/x.gif`, {
      headers: from('shop.test', 'image'),
    });
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
    expect(world.origin.requests('www.criteo.com')).toEqual([]);
    expect(await row('www.criteo.com', '/m')).toMatchObject({
      action: 'block',
      path: '/m/***/x.gif',
    });
  });

  test("a person's own exception lets it go", async () => {
    expect(await sent(`https://allowed.test/x?em=${MAIL_HASH}`)).toBe(`/x?em=${MAIL_HASH}`);
    expect(await row('allowed.test', '/x')).toMatchObject({ action: 'allow', path: '/x?em=***' });
  });
});

describe('in a body that is not read whole', () => {
  const filler = 'some words and numbers 12345, again and again; '.repeat(110_000);
  const long = (at: number): Buffer =>
    Buffer.from(`${filler.slice(0, at)}"${MAIL_HASH}"${filler.slice(at)}`);

  // Chunks arrive in pieces of up to 64 KiB, so some of these are parted.
  test.each([0, 65_536 - 30, 1_048_576 - 64, 5_000_000])('it is overwritten, at %i', async (at) => {
    const body = long(at);
    await post('https://shop.test/upload', 'text/plain', body);
    const received = world.origin.requests('shop.test').at(-1);
    const expected = String(body).replace(MAIL_HASH, '0'.repeat(64));
    expect(received?.bodyBytes).toBe(body.length);
    expect(received?.bodyHash).toBe(hash(expected));
    expect(await row('shop.test', '/upload')).toMatchObject({
      action: 'strip',
      removed: ['your e-mail, hashed'],
      summary: expect.stringContaining("Your e-mail, hashed (Ana's) on the way to shop.test"),
    });
  });

  test('of unknown length, too', async () => {
    const headers = from(
      'shop.test',
      'empty',
      'Content-Type',
      'text/plain',
      'Transfer-Encoding',
      'chunked',
    );
    const request = world.client.start('https://shop.test/chunks', { method: 'POST', headers });
    const answered = new Promise((resolve) => {
      request.once('response', (response) => response.resume().once('end', resolve));
    });
    request.write(`a=${MAIL_HASH.slice(0, 20)}`);
    request.end(`${MAIL_HASH.slice(20)}&b=2`);
    await answered;
    expect(bodyOf('shop.test')).toBe(`a=${'0'.repeat(64)}&b=2`);
  });

  test('files go as they are', async () => {
    const body = Buffer.concat([long(70_000), Buffer.from([0, 255])]);
    await post('https://shop.test/file', 'application/zip', body);
    expect(world.origin.requests('shop.test').at(-1)?.bodyHash).toBe(
      createHash('sha256').update(body).digest('hex'),
    );
  });
});

test('nothing of a value is in what the program keeps or prints', async () => {
  await readLog(world.home);
  const data = join(world.home.path, 'data');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(data, name)).isFile())
    .map((name) => [name, readFileSync(join(data, name), 'latin1')] as const);
  expect(files.map(([name]) => name)).toContain('events.db');
  const kept = [...files, ['output', world.eyelid.output()] as const];
  const leaks = kept.flatMap(([name, text]) =>
    SECRETS.filter((secret) => text.toLowerCase().includes(secret)).map((s) => `${name}: ${s}`),
  );
  expect(leaks).toEqual([]);
});

test('what is removed is no longer looked for', async () => {
  const { status } = await command(world.home, 'identifiers', 'remove', "Ana's");
  expect(status).toBe(0);
  const target = `/after?em=${MAIL_HASH}`;
  await vi.waitFor(async () => {
    expect(await sent(`https://shop.test${target}`)).toBe(target);
  }, SOON);
});
