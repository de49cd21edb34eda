import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/classify/body.ts';
import { queryFields } from '../../../src/model/fields.ts';
import type { ResourceType } from '../../../src/model/request.ts';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { decode } from '../../../src/trackers/decode.ts';
import { trackerOf } from '../../../src/trackers/directory.ts';
import { judge } from '../../support/judge.ts';
import { requestTo } from '../../support/request-info.ts';
import { shippedRules } from './rules.ts';

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

/** Documented addresses of hits: whatever goes there in a capture must be acted on. */
const HITS: Readonly<Record<string, RegExp>> = {
  Meta: /^https:\/\/(?:www\.facebook\.com\/tr\b|connect\.facebook\.net\/(?:signals|.*fbevents))/,
  'Google Analytics':
    /^https:\/\/[\w.]*(?:google-analytics|analytics\.google)\.com\/(?:\w+\/)?collect/,
  TikTok: /^https:\/\/analytics\.tiktok\.com\//,
  LinkedIn: /^https:\/\/(?:px\d?\.ads\.linkedin|snap\.licdn)\.com\//,
  Microsoft: /^https:\/\/bat\.bing\.com\//,
  HubSpot: /^https:\/\/track\.hubspot\.com\//,
  'Google Ads':
    /^https:\/\/(?:td\.doubleclick\.net|googleads\.g\.doubleclick\.net\/pagead\/viewthrough)/,
};

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

describe.skipIf(captures.length === 0)('real traffic', () => {
  const judged = captures.map((row) => ({
    row,
    host: new URL(row.url).hostname,
    ...judgeCapture(row),
  }));

  it.each(Object.entries(HITS))('every hit of %s is blocked', (vendor, hit) => {
    const hits = judged.filter(({ row }) => hit.test(row.url));
    const missed = hits.filter(({ action }) => action !== 'block').map(({ row }) => row.url);
    console.log(`${vendor}: ${hits.length - missed.length} of ${hits.length} blocked`);
    expect(missed).toEqual([]);
    expect(hits.length).toBeGreaterThan(0);
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
    expect(JSON.stringify(told)).not.toMatch(/@|fb\.1\.\d|[0-9a-f]{64}/);
  });

  it('no host is blocked but those of trackers', () => {
    const blocked = judged.filter(({ action }) => action === 'block');
    const hosts = new Map<string, string>();
    for (const { host, rule } of blocked) hosts.set(host, rule?.text ?? '');
    // Google's tags report to its main host too.
    const others = [...hosts].filter(
      ([host]) => host !== 'www.google.com' && trackerOf(host as Hostname, null) === null,
    );
    console.log(`blocked ${blocked.length} of ${judged.length}, on ${hosts.size} hosts`);
    expect(others).toEqual([]);
  });

  it('elsewhere only identifiers are taken out', () => {
    const stripped = judged.filter(({ action }) => action === 'strip');
    const names = new Set(stripped.flatMap(({ removed }) => removed));
    const hosts = new Set(stripped.map(({ host }) => host));
    console.log(`stripped on ${[...hosts].join(', ')}: ${[...names].join(', ')}`);
    const known =
      /^(?:_ga|_gid|_gat|_gcl|_fb[pci]|_ttp|_pin_unauth|_tt_|_uet|ttcsid|hubspotutk|__h|_clck|_clsk|_gl$|gclid|fbclid|msclkid)/;
    expect([...names].filter((name) => !known.test(name))).toEqual([]);
  });
});
