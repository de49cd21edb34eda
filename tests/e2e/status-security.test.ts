import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, type Home, makeHome, type Running, run } from '../support/home.ts';
import { FIRST_DEVICE, HOSTILE_RULES, hostileDevices, hostileEvents } from '../support/hostile.ts';
import { seed } from '../support/review.ts';
import { addressOf, isStream, type Route, statusRoutes } from '../support/status-routes.ts';

const NAMES = { device: FIRST_DEVICE, row: '5', file: 'my-rules.txt' };
const GETS = statusRoutes('GET').filter((route) => !isStream(route));
const POSTS = statusRoutes('POST');
const LOGINS = ['/login', '/api/login'];
const at = (route: Route) => addressOf(route, NAMES);

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

let home: Home;
let eyelid: Running;
let cookie = '';
let csrf = '';

/** One exchange with the page, as no browser would send it: every header is ours. */
function ask(
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  body: string | null = null,
): Promise<Answer> {
  const { hostname, port } = new URL(eyelid.pageUrl);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('latin1');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };
const isApi = (path: string) => path.startsWith('/api/');
const own = () => ({ cookie, origin: new URL(eyelid.pageUrl).origin });

/** A post with the token in its place: what is wrong with it is for the test to add. */
function post(path: string, headers: http.OutgoingHttpHeaders, token: string): Promise<Answer> {
  return isApi(path)
    ? ask('POST', path, { ...JSON_BODY, 'x-csrf-token': token, ...headers }, '{}')
    : ask('POST', path, { ...FORM, ...headers }, new URLSearchParams({ csrf: token }).toString());
}

async function logIn(
  extra: http.OutgoingHttpHeaders = {},
): Promise<{ cookie: string; csrf: string }> {
  const body = JSON.stringify({ secret: eyelid.code });
  const answer = await ask('POST', '/api/login', { ...JSON_BODY, ...extra }, body);
  expect(answer.status).toBe(200);
  const set = answer.headers['set-cookie']?.[0] ?? '';
  return { cookie: set.split(';')[0] ?? '', csrf: JSON.parse(answer.body).csrf };
}

/** Sent to the login, or told no. */
function isRefused({ status, headers }: Answer): boolean {
  if (status === 303) return /^\/(login|mine)\b/.test(headers.location ?? '');
  return [401, 403, 415].includes(status);
}

/** What a person set, in the files and as the API tells it. The log itself lives on. */
async function state(): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const folder of ['rules', 'config', 'certs', 'data']) {
    for (const entry of readdirSync(join(home.path, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || /events\.db|token-use|compiled|cache/.test(path)) continue;
      files[path] = createHash('sha256').update(readFileSync(path)).digest('hex');
    }
  }
  for (const path of ['/api/rules', '/api/pauses', '/api/settings', '/api/tokens', '/api/lists']) {
    files[path] = (await ask('GET', path, own())).body;
  }
  return files;
}

describe('the page, attacked from the network', () => {
  beforeAll(async () => {
    home = makeHome({
      config: {
        listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' },
        status: { guest: true },
      },
      rules: HOSTILE_RULES,
    });
    const now = Date.now();
    seed(home, { events: hostileEvents(now), devices: hostileDevices(now) });
    eyelid = await run(home);
    ({ cookie, csrf } = await logIn());
  });
  afterAll(async () => {
    await eyelid?.stop();
    home?.remove();
  });

  test('there are as many routes as there are pages and things to do', () => {
    expect(GETS.length).toBeGreaterThan(40);
    expect(POSTS.length).toBeGreaterThan(30);
    for (const route of [...GETS, ...POSTS]) expect(at(route)).toMatch(/^\/[!-~]*$/);
  });

  test.each(GETS)(
    'GET $path answers under the headers that keep it ours, and asks nobody in',
    async (route) => {
      const path = at(route);
      const { status, headers } = await ask('GET', path, { cookie });
      expect([path, status]).not.toEqual([path, 500]);
      expect(headers['content-security-policy']).toMatch(
        /default-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['cache-control']).toMatch(/no-store|no-cache/);
    },
  );

  test('no GET and no HEAD changes anything', async () => {
    const before = await state();
    expect(Object.keys(before).length).toBeGreaterThan(8);
    for (const method of ['GET', 'HEAD']) {
      for (const route of GETS) {
        if (route.path === '/broken')
          await ask(method, `/broken?device=${FIRST_DEVICE}`, { cookie });
        await ask(method, at(route), { cookie });
      }
    }
    // A form's fields in the address are no form.
    for (const route of POSTS.filter(({ path }) => !path.endsWith('logout'))) {
      await ask('GET', `${at(route)}?csrf=${csrf}&host=x.example&name=x&level=off&text=x`, own());
    }
    expect(await state()).toEqual(before);
  });

  test('another name for this machine opens nothing', async () => {
    for (const route of [...GETS, ...POSTS]) {
      for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example']) {
        const { status, body } = await ask(route.method, at(route), { cookie, host });
        expect([route.path, host, status]).toEqual([route.path, host, 421]);
        expect(body.length).toBeLessThan(400);
      }
    }
  });

  test('without a login there is nothing but what a device needs to be set up', async () => {
    const open: string[] = [];
    for (const route of GETS) {
      const { status, headers, body } = await ask('GET', at(route));
      if (status === 303 || status === 401) {
        if (status === 303) expect(headers.location).toMatch(/^\/(login(\?next=.*)?|mine)$/);
      } else {
        open.push(route.path);
      }
      // Nobody's name, host or rule.
      expect([route.path, body.includes('window.ran')]).toEqual([route.path, false]);
      expect([route.path, body.includes('3c:22:fb')]).toEqual([route.path, false]);
    }
    const expected =
      /^\/(welcome|login|trust|healthz|metrics|mine|api\/mine|api\/session|api\/setup|(ca|next)\.\w+|proxy\.pac|wpad\.dat|[\w-]+\.(css|js)|icon\.svg|favicon\.ico)$/;
    expect(open.filter((path) => !expected.test(path))).toEqual([]);
  });

  const site = () => new URL(eyelid.pageUrl).origin;
  type Wrong = readonly [how: string, headers: () => http.OutgoingHttpHeaders, token: () => string];
  const wrongs: readonly Wrong[] = [
    ['without a login', () => ({ origin: site() }), () => csrf],
    ['without the token', own, () => ''],
    ['with a token that is none', own, () => 'A'.repeat(43)],
    ['from another site', () => ({ ...own(), origin: 'https://evil.example' }), () => csrf],
    ['from a page without an origin', () => ({ ...own(), origin: 'null' }), () => csrf],
    [
      'from this machine under TLS',
      () => ({ ...own(), origin: own().origin.replace('http:', 'https:') }),
      () => csrf,
    ],
    [
      'as a browser tells of another site',
      () => ({ cookie, 'sec-fetch-site': 'cross-site' }),
      () => csrf,
    ],
    [
      'as a browser tells of a neighbour',
      () => ({ cookie, 'sec-fetch-site': 'same-site' }),
      () => csrf,
    ],
    ['as text/plain', () => ({ ...own(), 'content-type': 'text/plain' }), () => csrf],
    [
      'as multipart',
      () => ({ ...own(), 'content-type': 'multipart/form-data; boundary=x' }),
      () => csrf,
    ],
  ];
  describe.each(wrongs)('a post %s', (_, headers, token) => {
    test('does nothing, on no route', async () => {
      const before = await state();
      for (const route of POSTS.filter(({ path }) => !LOGINS.includes(path))) {
        const answer = await post(at(route), headers(), token());
        expect([route.path, isRefused(answer)]).toEqual([route.path, true]);
      }
      expect(await state()).toEqual(before);
    });
  });

  test('the token of another login does not fit', async () => {
    const other = await logIn();
    const { status } = await post('/api/rules/block', own(), other.csrf);
    expect(status).toBe(403);
  });

  test('a cookie from before the login is worth nothing after it', async () => {
    const planted = 'eyelid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const after = await logIn({ cookie: planted });
    expect(after.cookie).not.toBe(planted);
    expect((await ask('GET', '/api/log', { cookie: planted })).status).toBe(401);
    const again = await logIn({ cookie: after.cookie });
    expect(again.cookie).not.toBe(after.cookie);
  });

  test('the cookie is for this page and its own forms alone', async () => {
    const body = JSON.stringify({ secret: eyelid.code });
    const { headers } = await ask('POST', '/api/login', JSON_BODY, body);
    expect(headers['set-cookie']?.length).toBe(1);
    expect(headers['set-cookie']?.[0]).toMatch(/^eyelid=[\w-]{43}; /);
    for (const word of ['HttpOnly', 'SameSite=Strict', 'Path=/']) {
      expect(headers['set-cookie']?.[0]).toContain(word);
    }
    expect(headers['set-cookie']?.[0]).not.toContain('Domain');
  });

  const CLIMBS = [
    '../../certs/ca.key',
    '..%2f..%2fcerts%2fca.key',
    '%2e%2e/%2e%2e/certs/ca.key',
    '..%5c..%5ccerts%5cca.key',
    '....//....//certs/ca.key',
    '%2fetc%2fpasswd',
    '/etc/passwd',
    '..%00.txt',
    'my-rules.txt%00',
    '.',
    '..',
    'stubs%2ffbevents.js%2f..%2f..%2f..%2fcerts%2fca.key',
    'CON',
    '%ff%fe',
    'a'.repeat(5_000),
  ];
  const FILES = [...GETS, ...POSTS].filter(({ path }) => path.includes(':name'));

  test('no name of a file leads out of its folder', async () => {
    expect(FILES.length).toBeGreaterThan(4);
    const before = await state();
    for (const climb of CLIMBS) {
      const places = [
        ...FILES.map((route) => [
          route.method,
          route.path.replace(':name', climb).replace(/:\w+/g, climb),
        ]),
        ['GET', `/log/export?format=${climb}`],
        ['GET', `/api/log/export?format=${climb}&list=${climb}`],
        ['GET', `/${climb}`],
        ['GET', `/style.css/${climb}`],
        ['GET', `/style.css?v=${climb}`],
      ] as const;
      for (const [method = '', path = ''] of places) {
        const answer =
          method === 'POST' ? await post(path, own(), csrf) : await ask('GET', path, { cookie });
        expect([path, answer.status === 500]).toEqual([path, false]);
        expect([path, /PRIVATE KEY|root:x:0|BEGIN EC/.test(answer.body)]).toEqual([path, false]);
      }
    }
    expect(await state()).toEqual(before);
  });

  test('an exported file has a name of ours, whatever is asked for', async () => {
    for (const format of ['csv', 'jsonl']) {
      const path = `/log/export?format=${format}&text=${encodeURIComponent('"\r\nX-Evil: 1')}`;
      const { status, headers } = await ask('GET', path, { cookie });
      expect(status).toBe(200);
      expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect(headers['x-evil']).toBeUndefined();
    }
  });

  test.each([
    '/\r\nX-Evil: 1',
    '/%0d%0aX-Evil:1',
    '//evil.example/',
    '/\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '\u2028//evil.example',
  ])('%j leads nowhere else', async (goal) => {
    const body = new URLSearchParams({ csrf, back: goal, target: 'all', for: 'end' }).toString();
    const answers = [
      await ask('POST', '/pauses', { ...FORM, ...own() }, body),
      await ask('GET', `/login?next=${encodeURIComponent(goal)}`, { cookie }),
    ];
    for (const { headers } of answers) {
      expect(headers['x-evil']).toBeUndefined();
      const { location } = headers;
      if (location === undefined) continue;
      expect(new URL(location, eyelid.pageUrl).origin).toBe(new URL(eyelid.pageUrl).origin);
    }
  });

  test('a body that is far too long is refused on every route', async () => {
    const huge = `text=${'x'.repeat(2_000_000)}`;
    for (const route of POSTS) {
      const path = at(route);
      const type = isApi(path) ? JSON_BODY : FORM;
      const headers = { ...type, ...own(), 'x-csrf-token': csrf, 'content-length': huge.length };
      // A server that hangs up before it has all of it has refused it too.
      const { status } = await ask('POST', path, headers, huge).catch(() => ({ status: 413 }));
      expect([path, [413, 400, 403, 415].includes(status)]).toEqual([path, true]);
    }
    eyelid.assertAlive();
  });

  test('who sends slowly keeps nobody else waiting', async () => {
    const { hostname, port } = new URL(eyelid.pageUrl);
    const slow = Array.from({ length: 100 }, (_, i) => {
      // From one address: of each only so many are let in.
      const from = { host: hostname, port: Number(port), localAddress: '127.0.0.9' };
      const socket = net.connect(from);
      const head = `POST /login HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000\r\n`;
      socket.on('error', () => undefined);
      socket.write(i % 2 === 0 ? head : `${head}Content-Type: ${FORM['content-type']}\r\n\r\na`);
      return socket;
    });
    expect((await ask('GET', '/healthz')).status).toBe(200);
    expect((await ask('GET', '/log', { cookie })).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  test('tokens: one that reads posts nothing, none opens what is for a person', async () => {
    const make = async (scope: string): Promise<http.OutgoingHttpHeaders> => {
      const made = await command(home, 'token', 'add', `a ${scope}`, '--scope', scope);
      return { authorization: `Bearer ${made.stdout.trim()}` };
    };
    const [read, write] = [await make('read'), await make('write')];
    expect((await ask('GET', '/api/log', read)).status).toBe(200);
    const before = await state();
    for (const route of POSTS.filter(({ path }) => !LOGINS.includes(path))) {
      const path = at(route);
      expect([path, isRefused(await post(path, read, ''))]).toEqual([path, true]);
    }
    expect(await state()).toEqual(before);
    for (const route of GETS.filter(({ path }) => !isApi(path) && path !== '/metrics')) {
      const with_ = await ask('GET', at(route), write);
      const without = await ask('GET', at(route));
      expect([route.path, with_.status]).toEqual([route.path, without.status]);
    }
    for (const path of [
      '/api/tokens/add',
      '/api/tokens/remove',
      '/api/password',
      '/api/sessions/end',
    ]) {
      expect([path, (await post(path, write, '')).status]).toEqual([path, 401]);
    }
    expect((await post('/api/pauses', write, '')).status).toBe(400);
    expect((await command(home, 'token', 'remove', 'a read')).status).toBe(0);
    expect((await ask('GET', '/api/log', read)).status).toBe(401);
    for (const path of ['/api/log?token=', '/api/log?access_token=']) {
      expect((await ask('GET', path + String(write.authorization).slice(7))).status).toBe(401);
    }
  });

  test('whoever guesses is stopped, and then even the right word opens nothing', async () => {
    const guess = (secret: string) =>
      ask('POST', '/api/login', JSON_BODY, JSON.stringify({ secret }));
    const answers: number[] = [];
    for (let i = 0; i < 7; i++) answers.push((await guess(`AAAA-BBBB-CCC${i}`)).status);
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await guess(eyelid.code ?? '')).status).toBe(429);
    // Who is logged in already stays so.
    expect((await ask('GET', '/api/log', { cookie })).status).toBe(200);
    eyelid.assertAlive();
  });
});
