import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Link } from '../../src/model/insight.ts';
import type { LogRow } from '../../src/model/log.ts';
import { LogQueries } from '../../src/record/queries.ts';
import { openWorld, type World } from '../support/world.ts';

/** Who is told apart by what trackers are sent, and that nothing of it is kept. */

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const MAIL = 'maria.muster@example.org';
const PHONE = '4915112345678';
const BROWSER = '8472910364728190';
const CLICK = 'IwAR0kR5vZ3mQ8sT1wXyAbCdEf';
const CUSTOMER = 'cus_84729103';
/** In all the spellings in which it is sent. */
const SECRETS = [MAIL, PHONE, BROWSER, CLICK, CUSTOMER].flatMap((text) => {
  const digest = createHash('sha256').update(text).digest();
  const spelt = [text, digest.toString('hex'), digest.toString('base64url')];
  return [...spelt, digest.toString('hex').toUpperCase(), encodeURIComponent(text)]
    .map(Buffer.from)
    .concat(digest);
});

const SOON = { timeout: 15_000, interval: 100 };
let world: World;
let queries: LogQueries;

beforeAll(async () => {
  world = await openWorld({
    names: ['www.facebook.com', 'analytics.tiktok.com', 'shop.test'],
    rules: 'shipped',
  });
  queries = new LogQueries(join(world.home.path, 'data/events.db'));
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  queries?.close();
  await world?.close();
});

const from = (page: string, ...more: readonly string[]) => [
  ...['Referer', `https://${page}/`, 'Sec-Fetch-Dest', 'empty', 'Sec-Fetch-Mode', 'cors'],
  ...['Sec-Fetch-Site', 'cross-site', ...more],
];

/** A hit of Meta's pixel with this for the e-mail address. */
async function toMeta(mail: string): Promise<void> {
  const query = new URLSearchParams({
    id: '123456789012345',
    ev: 'Purchase',
    dl: 'https://shop.test/thanks',
    'cd[value]': '89.90',
    'cd[currency]': 'EUR',
    'ud[em]': mail,
    'ud[ph]': hash(PHONE),
    'ud[external_id]': CUSTOMER,
    fbp: `fb.1.1790000000000.${BROWSER}`,
    fbc: `fb.1.1790000000000.${CLICK}`,
  });
  await world.client.get(`https://www.facebook.com/tr/?${query}`, { headers: from('shop.test') });
}

async function toTikTok(mail: string): Promise<void> {
  const body = JSON.stringify({
    event: 'ViewContent',
    context: {
      pixel: { code: 'C1' },
      page: { url: 'https://news.test/' },
      user: { email: mail, phone_number: hash(`+${PHONE}`) },
    },
  });
  const length = String(Buffer.byteLength(body));
  const headers = from('news.test', 'Content-Type', 'application/json', 'Content-Length', length);
  const url = 'https://analytics.tiktok.com/api/v2/pixel';
  await world.client.get(url, { method: 'POST', headers, body });
}

/** The newest row to a host, with its details, once there are so many. */
function rowsOf(host: string, count: number): Promise<readonly LogRow[]> {
  return vi.waitFor(() => {
    const rows = queries.rows({ host, limit: 100 });
    if (rows.length < count) throw new Error(`${rows.length} rows of ${host}`);
    return rows.flatMap(({ id }) => queries.row(id) ?? []);
  }, SOON);
}

describe('identifiers that trackers are sent', () => {
  test('are told by what they are, as marks, with the level and the names of headers', async () => {
    await toMeta(hash(MAIL));
    const [row] = await rowsOf('www.facebook.com', 1);
    expect(row).toMatchObject({ action: 'block', level: 'full', report: { what: 'Purchase' } });
    expect(row?.report?.asked).toEqual(
      expect.arrayContaining(['hashed e-mail', 'hashed phone', 'browser id', 'click id']),
    );
    const kinds = row?.report?.marks.map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(['browser', 'click', 'customer', 'email', 'phone']);
    expect(row?.details?.headers).toEqual(expect.arrayContaining(['host', 'referer']));
    expect(row?.details?.values).toEqual([]);
    expect(row?.details?.decided).toBeGreaterThan(0);
    expect(row?.details?.firstByte).toBeNull();
  });

  test('are equal at two trackers, in capitals, and in clear', async () => {
    await toMeta(MAIL.toUpperCase());
    await toTikTok(hash(MAIL).toUpperCase());
    const rows = [
      ...(await rowsOf('www.facebook.com', 2)),
      ...(await rowsOf('analytics.tiktok.com', 1)),
    ];
    const marks = rows.map(
      ({ report }) => report?.marks.find(({ kind }) => kind === 'email')?.mark ?? null,
    );
    expect(marks).toHaveLength(3);
    expect(new Set(marks).size).toBe(1);
    expect(marks[0]).toMatch(/^[\w-]{11}$/);
  });

  test('count as tried where they were taken out of an address or a cookie', async () => {
    const headers = ['Sec-Fetch-Dest', 'document', 'Sec-Fetch-Mode', 'navigate'];
    await world.client.get(`https://shop.test/?fbclid=${CLICK}`, { headers });
    const cookie = `session=1; _fbp=fb.1.1790000000000.${BROWSER}`;
    await world.client.get('https://shop.test/a', { headers: [...headers, 'Cookie', cookie] });
    const [byCookie, byClick] = await rowsOf('shop.test', 2);
    const [hit] = await rowsOf('www.facebook.com', 1);
    const markOf = (row: LogRow | undefined, wanted: string) =>
      row?.report?.marks.find(({ kind }) => kind === wanted)?.mark;
    for (const [row, kind] of [
      [byClick, 'click'],
      [byCookie, 'browser'],
    ] as const) {
      expect(row).toMatchObject({ action: 'strip', report: { what: 'a visit' } });
      expect(markOf(row, kind)).toBe(markOf(hit, kind));
      expect(markOf(row, kind)).toBeDefined();
    }
  });

  test('link the sites on which they were seen', async () => {
    const link = await vi.waitFor(() => {
      const found = queries.links({ since: 0 }).find(({ kind }) => kind === 'email');
      if (found === undefined) throw new Error('no link yet');
      return found;
    }, SOON);
    expect(link).toMatchObject({ count: 3, stopped: 3 } satisfies Partial<Link>);
    expect(link.sites.toSorted()).toEqual(['news.test', 'shop.test']);
    expect(link.trackers.toSorted()).toEqual(['Meta Pixel', 'TikTok Pixel']);
  });

  test('are nowhere in the data of the home', () => {
    const data = join(world.home.path, 'data');
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .map((name) => join(data, name))
      .filter((path) => statSync(path).isFile());
    expect(files.some((path) => path.endsWith('events.db'))).toBe(true);
    for (const file of files) {
      const bytes = readFileSync(file);
      const found = SECRETS.filter((secret) => bytes.includes(secret));
      expect(found.map(String), file).toEqual([]);
    }
    expect(statSync(join(data, 'marks.key')).mode & 0o777).toBe(0o600);
  });
});
