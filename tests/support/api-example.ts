import type { DeviceId } from '../../src/model/device.ts';
import type { Link } from '../../src/model/insight.ts';
import type { Fingerprint, ProgramView } from '../../src/model/program.ts';
import type { RuleFilesPort } from '../../src/status/rule-files.ts';
import { device, type Household, household, NOW, row, subscribed } from './status-ports.ts';
import type { Names } from './status-routes.ts';

const DAY = 86_400_000;
const SINCE = NOW - 7 * DAY;

/** What the examples are about. */
export const EXAMPLE_NAMES: Names = { device: device().id, row: '7', file: 'my-rules.txt' };

/** What some endpoints need to be told. */
export const EXAMPLE_QUERIES: Readonly<Record<string, string>> = {
  '/api/insight/tracker': '?name=Meta%20Pixel',
  '/api/insight/site': '?name=shop.example',
  '/api/broken': `?device=${encodeURIComponent(device().id)}`,
  '/api/log/export': '?format=jsonl',
  '/api/rules/explain': '?address=www.facebook.com%2Ftr&page=shop.example&type=image',
};

const TEXT = '! 2026-02-28, from the page\n||tracker.example^\n';
const RULE = { list: 'meta.yaml', line: 12, text: 'meta-pixel-hit' };
const FILE = { name: 'my-rules.txt', shipped: false, locked: null };

const ruleFiles: RuleFilesPort = {
  list: async () => [
    {
      ...{ name: 'my-rules.txt', rules: 1, off: 0, changedAt: NOW - 3 * DAY, stale: false },
      ...{ shipped: false, remarks: [], ineffective: 0, expired: [] },
    },
  ],
  part: async () => null,
  read: async () => ({ ...FILE, text: TEXT, hash: 'sX2f0PzrvQ' }),
  save: async () => ({ kind: 'unchanged', hash: 'sX2f0PzrvQ' }),
  putAside: async () => '1',
  history: async () => [{ id: '0', at: NOW - 3 * DAY, why: 'saved', size: 28 }],
  past: async () => '! 2026-02-28, from the page\n',
  lint: async () => ({ findings: [], total: 0, rules: 1, off: 0 }),
  preview: () => Promise.reject(new Error('not asked for')),
  rules: () => [{ list: 'my-rules.txt', line: 2, text: '||tracker.example^' }],
};

const PROGRAM: ProgramView = {
  program: {
    device: device().id,
    fingerprint: '0123456789abcdef01234567' as Fingerprint,
    name: 'Firefox',
    ...{ level: null, proof: 'check', provenAt: SINCE, carriedAt: NOW - 60_000, refused: [] },
    ...{ refusal: null, failedProbes: 0, probeAfter: 0, firstSeen: SINCE, lastSeen: NOW - 60_000 },
  },
  refusedHosts: [],
};

const LINK: Link = {
  ...{ kind: 'email', mark: 'q1w2e3r4t5y', count: 14, stopped: 12 },
  sites: ['shop.example', 'books.example'],
  devices: [{ device: device().id, name: 'Laptop' }],
  trackers: ['Meta Pixel', 'TikTok Pixel'],
  ...{ first: SINCE, last: NOW - DAY },
};

/** A household that has something to say at every endpoint. */
export function exampleHousehold(): Household {
  const house = household({
    rows: [
      row(7, {
        summary: 'Meta was told: AddToCart 49 EUR on shop.example, with hashed e-mail',
        fields: ['udff[em]'],
        level: 'full',
        report: {
          what: 'AddToCart',
          asked: ['hashed e-mail'],
          marks: [{ kind: 'email', mark: LINK.mark }],
        },
        details: { headers: ['host', 'user-agent'], values: [], decided: 0.4, firstByte: null },
      }),
    ],
    overview: {
      ...{ total: 4_120, tunnelled: 310, actedOn: 512 },
      byAction: [{ name: 'block', count: 402 }],
      byTracker: [{ name: 'Meta Pixel', count: 96, stopped: 91 }],
      byPage: [{ name: 'shop.example', count: 41, stopped: 41 }],
      byDevice: [
        { device: device().id, name: 'Laptop', count: 2_040, actedOn: 288, tunnelled: 12 },
      ],
      unopened: [{ name: 'bank.example', count: 24 }],
      byHour: [
        {
          ...{ at: NOW - 1_800_000, actedOn: 40, tunnelled: 9, total: 210 },
          byAction: [{ name: 'block', count: 33 }],
        },
      ],
    },
    ...{ subscribed: [subscribed()], programs: [PROGRAM], ruleFiles, guest: true },
    learnt: [
      {
        ...{ host: 'capi.shop.example', path: '/events', from: 'configuration', pixel: null },
        ...{ site: 'shop.example', seen: NOW - DAY, rules: ['||capi.shop.example/events'] },
        expires: NOW + 60 * DAY,
      },
    ],
    notifications: {
      ...{ events: ['newTracker', 'listFailure'], detail: false, test: async () => [null] },
      targets: () => [
        {
          ...{ kind: 'ntfy', host: 'ntfy.example', waiting: 0, delivered: 3, lost: 0 },
          last: { at: NOW - DAY, error: null },
        },
      ],
    },
    weighed: () => ({
      ...{ action: 'block', more: 0 },
      rules: [
        { ...RULE, action: 'block', lost: null, meaning: 'Blocks what the Meta pixel sends.' },
      ],
    }),
  });
  const tried = { count: 41, stopped: 41 };
  const asked = ['hashed e-mail'];
  const days = [{ at: NOW - DAY, ...tried }];
  const devices = [{ device: device().id, name: 'Laptop', ...tried }];
  house.log.answers = {
    names: { tracker: ['Meta Pixel'], page: ['shop.example'], list: ['meta.yaml'] },
    links: [LINK],
    trackers: [{ name: 'Meta Pixel', ...tried, sites: 3 }],
    sites: [{ name: 'shop.example', ...tried, trackers: 2 }],
    tracker: {
      ...{ tracker: 'Meta Pixel', ...tried, devices, days },
      asked: [{ name: 'hashed e-mail', ...tried }],
      reports: [{ name: 'AddToCart', ...tried }],
      sites: [{ name: 'shop.example', ...tried, asked }],
    },
    site: {
      ...{ site: 'shop.example', ...tried, devices, days },
      trackers: [{ name: 'Meta Pixel', ...tried, asked, reports: ['AddToCart'] }],
    },
    device: {
      ...{ device: device().id as DeviceId, name: 'Laptop', ...tried },
      trackers: [{ name: 'Meta Pixel', ...tried }],
      sites: [{ name: 'shop.example', ...tried }],
      days: [{ at: NOW - DAY, total: 2_040, actedOn: 288, tunnelled: 12 }],
    },
    weeks: {
      ...{ since: SINCE, until: NOW, newTrackers: ['Criteo'], sites: [] },
      trackers: [{ name: 'Meta Pixel', now: tried, before: { count: 30, stopped: 30 } }],
      devices: [
        { name: 'Laptop', device: device().id, now: tried, before: { count: 30, stopped: 30 } },
      ],
    },
    ruleHits: [{ ...RULE, count: 96, last: NOW - DAY }],
  };
  house.ports.identifiers.add('ana@example.com', null);
  house.ports.pauses.begin(`device:${device().id}`, '10m');
  house.ports.tokens.add('dashboard', 'read');
  return house;
}
