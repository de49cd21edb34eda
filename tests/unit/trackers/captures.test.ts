import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/classify/body.ts';
import { describe as describeRequest } from '../../../src/classify/describe.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import { queryFields } from '../../../src/model/fields.ts';
import { decode } from '../../../src/trackers/decode.ts';
import { trackerOf } from '../../../src/trackers/directory.ts';
import { reportedTo } from '../shipped/vendor-hits.ts';

const FILE = '../shared/corpora/captures.jsonl';
const absent = !existsSync(FILE);
if (absent) console.warn(`skipped: sentences for captured requests, for ${FILE} is not there`);

interface Capture {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly bodyMime: string | null;
}

const registrableDomain = createRegistrableDomain();

function tellCapture({ method, url, headers, body, bodyMime }: Capture) {
  const sent = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  const request = describeRequest(
    { method, url, headers: sent.flat() },
    { device: null, registrableDomain },
  );
  if (request === null) return null;
  const read = readBody(bodyMime, new TextEncoder().encode(body ?? ''));
  const decoded = decode(request, [...queryFields(request.target), ...read.fields]);
  return { request, decoded };
}

/** How many reports of each company must be understood. */
const FLOORS = [
  ['Meta', 15],
  ['Google', 36],
  ['TikTok', 9],
  ['LinkedIn', 6],
  ['HubSpot', 5],
  ['Microsoft', 2],
  ['X', 1],
] as const;

describe.skipIf(absent)('captured requests of real browsers', () => {
  const rows = absent
    ? []
    : readFileSync(FILE, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Capture);

  it('every report to a company of the shipped rules is understood', () => {
    const counts = new Map<string, readonly [understood: number, of: number]>();
    const missed: string[] = [];
    for (const row of rows) {
      const company = reportedTo(row.url);
      if (company === null) continue;
      const [understood, of] = counts.get(company) ?? [0, 0];
      const known = (tellCapture(row)?.decoded ?? null) !== null;
      if (!known) missed.push(row.url.slice(0, 100));
      counts.set(company, [understood + (known ? 1 : 0), of + 1]);
    }
    console.info(
      `understood: ${[...counts]
        .map(([company, [understood, of]]) => `${company} ${understood} of ${of}`)
        .join(', ')}`,
    );
    expect(missed).toEqual([]);
    for (const [company, floor] of FLOORS) {
      expect(counts.get(company)?.[0] ?? 0, company).toBeGreaterThanOrEqual(floor);
    }
  });

  it('what is told by shape or host names a known tracker, and no page is taken for one', () => {
    const hosts = new Map<string, number>();
    for (const row of rows) {
      const told = tellCapture(row);
      if (told?.decoded == null) continue;
      const { request, decoded } = told;
      // A page that somebody opened, not a frame or a script: those name their page.
      expect(request.page ?? 'opened', request.url).not.toBe('opened');
      const unknown = trackerOf(request.hostname, null) === null;
      if (unknown) hosts.set(request.hostname, (hosts.get(request.hostname) ?? 0) + 1);
      expect(decoded.summary).toMatch(/ was told: /);
    }
    console.info(
      `told of hosts that are in no table: ${[...hosts].map(([host, n]) => `${host} ${n}`).join(', ')}`,
    );
    expect([...hosts.keys()].sort()).toEqual(BY_SHAPE);
  });
});

/** Hosts in no table, whose requests have a tracker's shape, or are small images with a report. */
const BY_SHAPE: readonly string[] = [
  'collector.githubapp.com',
  'l.betrad.com',
  'sa.bbc.co.uk',
  'sa.bbc.com',
  'www.classdojo.com',
  'www.google.com',
];
