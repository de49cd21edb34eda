import fc from 'fast-check';
import { LEVELS } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import type { LogFilter, LogRow } from '../../../src/model/log.ts';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import { device, HOUR, HOUR_MS } from './samples.ts';

const HOSTS = ['a.example', 'x.a.example', 'y.x.a.example', 'xa.example', 'b.test', '192.168.1.9'];
const RULES = [
  { list: 'a.txt', line: 1, text: '||a^' },
  // The same rule, after a line was put before it.
  { list: 'a.txt', line: 2, text: '||a^' },
  { list: 'm.yaml', line: 9, text: 'meta' },
];
const MARK = { kind: 'email', mark: 'AAAAAAAAAAA' } as const;

const someBase: fc.Arbitrary<Event> = fc.record({
  at: fc.integer({ min: HOUR - 5 * HOUR_MS, max: HOUR + 5 * HOUR_MS }),
  device: fc.constantFrom('ip:1', 'ip:2', 'mac:3').map(device),
  deviceName: fc.constantFrom('Phone', 'TV', '100%_\\'),
  kind: fc.constantFrom('http', 'https', 'websocket', 'tunnel'),
  method: fc.constantFrom('GET', 'POST'),
  host: fc.constantFrom(...HOSTS),
  port: fc.constantFrom(80, 443),
  path: fc.constantFrom('/', '/tr?id', '/100%_x', '/Über'),
  page: fc.constantFrom(null, 'shop.example', 'news.example'),
  type: fc.constantFrom(...RESOURCE_TYPES),
  party: fc.constantFrom('first', 'third', 'unknown'),
  action: fc.constantFrom(...ACTIONS),
  observed: fc.boolean(),
  rule: fc.constantFrom(null, ...RULES),
  undone: fc.constantFrom(null, { list: 'u.txt', line: 2, text: '||undone^' }),
  tracker: fc.constantFrom(null, 'Meta Pixel', 'TikTok'),
  summary: fc.constantFrom(null, 'Meta was told'),
  fields: fc.constantFrom([], ['em', 'ph']),
  removed: fc.constantFrom([], ['fbclid']),
  bytesUp: fc.nat(1000),
  bytesDown: fc.nat(1000),
  duration: fc.nat(1000),
  status: fc.constantFrom(null, 200, 404),
  tunnel: fc.constantFrom(null, 'refused', 'grpc'),
});
const someMore = fc.record(
  {
    level: fc.constantFrom(...LEVELS),
    report: fc.record({
      what: fc.constantFrom('Purchase', 'a visit'),
      asked: fc.constantFrom([], ['hashed e-mail']),
      marks: fc.constantFrom([], [MARK]),
    }),
    details: fc.record({
      headers: fc.constantFrom([], ['host', 'cookie']),
      values: fc.constant([]),
      decided: fc.constantFrom(null, 0.25),
      firstByte: fc.constantFrom(null, 31.5),
    }),
  },
  { requiredKeys: [] },
);

/** Any event, of few words, so that they meet. */
export const someEvent: fc.Arbitrary<Event> = fc
  .tuple(someBase, someMore)
  .map(([base, more]) => ({ ...base, ...more }));

/** As a list of rows has it. */
export function listed({ details: _, report, ...row }: Event): Event {
  return report === undefined ? row : { ...row, report: { ...report, marks: [] } };
}

export const someFilter: fc.Arbitrary<Omit<LogFilter, 'limit'>> = fc.record(
  {
    device: fc.constantFrom('ip:1', 'mac:3', 'ip:unknown'),
    host: fc.constantFrom(...HOSTS, 'example', 'test', 'X.A.example', 'nowhere.example', '1.9'),
    page: fc.constantFrom('shop.example', 'nowhere.example'),
    tracker: fc.constantFrom('Meta Pixel', 'Nobody'),
    action: fc.constantFrom(...ACTIONS),
    list: fc.constantFrom('a.txt', 'm.yaml', 'none.txt'),
    devices: fc.constantFrom([], ['ip:1'], ['ip:2', 'mac:3'], ['ip:1', 'ip:unknown']),
    rule: fc.constantFrom('||a^', 'meta', 'no such rule'),
    type: fc.constantFrom(...RESOURCE_TYPES),
    level: fc.constantFrom(...LEVELS),
    unopened: fc.boolean(),
    text: fc.constantFrom('', 'a', 'META', '%', '_', '\\', '100%_', 'undone', 'shop', 'Über', "'"),
    since: fc.integer({ min: HOUR - 6 * HOUR_MS, max: HOUR + 6 * HOUR_MS }),
    until: fc.integer({ min: HOUR - 6 * HOUR_MS, max: HOUR + 6 * HOUR_MS }),
    before: fc.nat(60),
    after: fc.nat(60),
  },
  { requiredKeys: [] },
);

/** What the contract of a filter says, row by row; rows are given oldest first. */
export function naive(rows: readonly LogRow[], filter: LogFilter): readonly LogRow[] {
  const has = (part: string | null | undefined) =>
    (part ?? '').toLowerCase().includes((filter.text ?? '').toLowerCase());
  const host = filter.host?.toLowerCase();
  const found = rows.filter(
    (row) =>
      (filter.device === undefined || row.device === filter.device) &&
      (host === undefined || row.host === host || row.host.endsWith(`.${host}`)) &&
      (filter.page === undefined || row.page === filter.page) &&
      (filter.tracker === undefined || row.tracker === filter.tracker) &&
      (filter.action === undefined || row.action === filter.action) &&
      (filter.list === undefined || row.rule?.list === filter.list) &&
      (filter.devices === undefined || filter.devices.includes(row.device)) &&
      (filter.rule === undefined || row.rule?.text === filter.rule) &&
      (filter.type === undefined || row.type === filter.type) &&
      (filter.level === undefined || row.level === filter.level) &&
      (filter.unopened !== true || row.tunnel !== null) &&
      row.at >= (filter.since ?? 0) &&
      row.at <= (filter.until ?? Number.MAX_VALUE) &&
      row.id < (filter.before ?? Number.MAX_VALUE) &&
      row.id > (filter.after ?? 0) &&
      [
        row.host,
        row.path,
        row.page,
        row.tracker,
        row.deviceName,
        row.summary,
        row.rule?.text,
        row.undone?.text,
      ].some(has),
  );
  const ordered = filter.after === undefined ? found.toReversed() : found;
  return ordered.slice(0, filter.limit);
}
