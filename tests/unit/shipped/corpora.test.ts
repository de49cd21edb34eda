import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/classify/body.ts';
import { queryFields } from '../../../src/model/fields.ts';
import type { ResourceType } from '../../../src/model/request.ts';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { decode } from '../../../src/trackers/decode.ts';
import { judge } from '../../support/judge.ts';
import { requestTo } from '../../support/request-info.ts';
import { shippedRules } from './rules.ts';
import { HIT_ADDRESSES, reportedTo, vendorOf } from './vendor-hits.ts';

const CURATED = '../shared/corpora/curated.jsonl';
const CAPTURES = '../shared/corpora/captures.jsonl';

function rowsOf<T>(file: string): readonly T[] {
  if (!existsSync(file)) {
    console.warn(`skipped: ${file} is not on this machine`);
    return [];
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

interface Curated {
  readonly id: string;
  readonly expect: 'block' | 'pass';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

interface Capture {
  readonly method: string;
  readonly url: string;
  readonly rtype: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly bodyMime?: string | null;
}

const rules = await shippedRules();
const curated = rowsOf<Curated>(CURATED);
const captures = rowsOf<Capture>(CAPTURES);

describe.skipIf(curated.length === 0)('labelled samples', () => {
  it.each(curated)('$id: $expect', (row) => {
    expect(judge(rules, row).action).toBe(row.expect);
  });
});

/** The browser's own word, where the request does not say it itself. */
function typeOf(row: Capture): ResourceType | null {
  if (row.headers['sec-fetch-dest'] !== undefined) return null;
  const name = row.rtype === 'fetch' ? 'xhr' : row.rtype;
  return RESOURCE_TYPES.find((type) => type === name) ?? null;
}

function judgeCapture(row: Capture) {
  const headers = Object.fromEntries(
    Object.entries(row.headers).filter(
      ([name]) => !name.startsWith(':') && name !== 'content-length',
    ),
  );
  const type = typeOf(row);
  const { url, method, body } = row;
  return judge(rules, { url, method, body, headers, ...(type === null ? {} : { type }) });
}

/** The items by what `key` says of each, in the order in which they come. */
function grouped<T>(
  items: readonly T[],
  key: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Hosts that belong to none of the companies, and why the rules may touch requests to them. */
const TOUCHED_ELSEWHERE: Readonly<Record<string, string>> = {
  'beacon.krxd.net': 'a picture of one pixel of an audience manager: noted, not blocked',
  'l.betrad.com': 'a picture of one pixel of an advertisement notice: noted, not blocked',
};

/** What may leave a request that goes on: names of ids, never of sessions. */
const IDS =
  /^(?:_ga|_gid|_gat|_gcl|_fb[pci]|_ttp|_pin_unauth|_tt_|_uet|ttcsid|hubspotutk|__h|_clck|_clsk|_gl$|gclid|fbclid|msclkid)/;

const ANSWERED: ReadonlySet<string> = new Set(['block', 'stub', 'placeholder']);

describe.skipIf(captures.length === 0)('real traffic', () => {
  const judged = captures.map((row) => ({
    row,
    host: new URL(row.url).hostname,
    hit: reportedTo(row.url),
    ...judgeCapture(row),
  }));
  type Judged = (typeof judged)[number];
  const counts = (items: readonly string[]) =>
    [...grouped(items, (item) => item)].map(([item, same]) => `${item} ${same.length}`).join(', ');
  const ruleOf = ({ rule }: Judged) => `${rule?.text} (${rule?.list}:${rule?.line})`;

  it.each(Object.keys(HIT_ADDRESSES))('every hit of %s is answered by us', (vendor) => {
    const hits = judged.filter(({ hit }) => hit === vendor);
    const others = judged.filter(({ host, hit }) => hit === null && vendorOf(host) === vendor);
    console.log(
      `${vendor}: ${hits.length} hits (${counts(hits.map(({ action }) => action))}); ` +
        `${others.length} other requests to its hosts (${counts(others.map(({ action, host }) => `${action} ${host}`))})`,
    );
    const missed = hits.filter(({ action }) => !ANSWERED.has(action)).map(({ row }) => row.url);
    expect(missed).toEqual([]);
  });

  it('there are hits to answer', () => {
    const vendors = new Set(judged.map(({ hit }) => hit));
    for (const vendor of ['Meta', 'Google', 'TikTok', 'LinkedIn', 'Microsoft', 'HubSpot']) {
      expect(vendors.has(vendor), vendor).toBe(true);
    }
  });

  it('no other host is touched, but for a reason', () => {
    const touched = judged.filter(
      ({ host, hit, action }) =>
        hit === null && vendorOf(host) === null && !['pass', 'allow', 'strip'].includes(action),
    );
    for (const [host, rows] of grouped(touched, (one) => one.host)) {
      console.log(`${host}: ${counts(rows.map((one) => `${one.action} by ${ruleOf(one)}`))}`);
    }
    const hosts = new Set(touched.map(({ host }) => host));
    expect([...hosts].sort()).toEqual(Object.keys(TOUCHED_ELSEWHERE).sort());
    expect(touched.filter(({ action }) => action !== 'log')).toEqual([]);
  });

  it('what else leaves requests are ids', () => {
    const stripped = judged.filter(({ action }) => action === 'strip');
    for (const [host, rows] of grouped(stripped, (one) => one.host)) {
      console.log(
        `${host}: ${rows.length} without ${counts(rows.flatMap(({ removed }) => removed))}`,
      );
    }
    const names = new Set(stripped.flatMap(({ removed }) => removed));
    expect([...names].filter((name) => !IDS.test(name))).toEqual([]);
  });

  it('what the pixels told is put into words, without the values', () => {
    const hits = captures.filter(({ url }) =>
      /facebook\.com\/tr|\/(?:g|r)\/collect\?|tiktok\.com\/api|bat\.bing|linkedin\.com\/(?:collect|wa)/.test(
        url,
      ),
    );
    const told = hits.map(({ url, body, bodyMime }) => {
      const bytes = new TextEncoder().encode(body ?? '');
      const inBody = body == null ? [] : readBody(bodyMime ?? null, bytes).fields;
      return decode(requestTo(url), [...queryFields(url), ...inBody]);
    });
    console.log([...new Set(told.map((one) => one?.summary))].slice(0, 12).join('\n'));
    expect(hits.filter((_, index) => told[index] === null).map(({ url }) => url)).toEqual([]);
    // Identifiers and values go to marks, and to those who ask for values; the rest is for all to read.
    const read = told.map((one) => {
      const { tracker, summary, fields, report } = one ?? {};
      return [tracker, summary, fields, report?.what, report?.asked];
    });
    expect(JSON.stringify(read)).not.toMatch(/@|fb\.1\.\d|[0-9a-f]{64}/);
  });
});
