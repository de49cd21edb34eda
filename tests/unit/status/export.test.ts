import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRow } from '../../../src/model/log.ts';
import { type ExportRequest, exportRows } from '../../../src/status/export.ts';
import { MemoryLog, row } from '../../support/status-ports.ts';

async function read(rows: readonly LogRow[], request: Partial<ExportRequest> = {}) {
  const log = new MemoryLog(rows);
  let ended = 0;
  const stream = exportRows({
    ...{ log, conditions: {}, format: 'csv' },
    ...request,
    ended: () => {
      ended += 1;
    },
  });
  return { text: await new Response(stream).text(), asked: log.filters, ended };
}

/** RFC 4180, by the letter. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error(`at ${field.lastIndex}: no field`);
    const [, quoted, plain, end] = found;
    records.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
  }
  return records.filter((record) => record.length > 0);
}

describe('rows as CSV', () => {
  test('have a head, are the newest first, and say what the page says', async () => {
    const { text, ended } = await read([row(1), row(2, { rule: null, page: null })]);
    const [head = [], ...records] = parseCsv(text);
    const named = records.map((record) =>
      Object.fromEntries(head.map((name, i) => [name, record[i]])),
    );
    expect(named.map(({ id }) => id)).toEqual(['2', '1']);
    expect(named[0]).toMatchObject({ site: '', rule: '', line: '', status: '' });
    expect(named[1]).toMatchObject({
      ...{ time: '2026-03-03T11:43:21.000Z', device: 'Laptop', site: 'shop.example' },
      what: 'shop.example wanted to contact www.facebook.com (Meta Pixel).',
      ...{ action: 'block', done: 'Blocked', list: 'meta.yaml', line: '12', bytes_up: '820' },
    });
    expect(ended).toBe(1);
  });

  test.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '\u00a0@a'])(
    'hold no formula: %j',
    async (host) => {
      const { text } = await read([row(1, { host })]);
      const [head = [], record = []] = parseCsv(text);
      expect(record[head.indexOf('host')]).toBe(`'${host}`);
    },
  );

  test('are read back as they were, whatever they hold', async () => {
    const texts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(texts, async (paths) => {
        const { text } = await read(paths.map((path, i) => row(i + 1, { path })));
        const [head = [], ...records] = parseCsv(text);
        const found = records.map((record) => record[head.indexOf('path')]).toReversed();
        const same = found.map((one, i) => one === paths[i] || one === `'${paths[i]}`);
        expect(same).toEqual(paths.map(() => true));
        expect(records.every((record) => record.length === head.length)).toBe(true);
        expect(records.flat().filter((one) => /^[=+\-@\t\r\n]/.test(one))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('rows as JSON lines', () => {
  test('are what the API tells of them', async () => {
    const { text } = await read([row(1)], { format: 'jsonl' });
    expect(text.split('\n').map((line) => line && JSON.parse(line))).toEqual([
      { ...row(1), why: null },
      '',
    ]);
  });
});

describe('many rows', () => {
  const many = Array.from({ length: 2_500 }, (_, i) =>
    row(i + 1, { deviceName: i % 100 === 0 ? 'Telly' : 'Laptop' }),
  );
  const ids = (text: string) =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

  test('are read page by page, none twice and none left out', async () => {
    const { text, asked } = await read(many, { format: 'jsonl' });
    expect(ids(text).map(({ id }) => id)).toEqual(many.map(({ id }) => id).toReversed());
    const before = [undefined, 2251, 2001, 1751, 1501, 1251, 1001, 751, 501, 251, 1];
    expect(asked.map((one) => one.before)).toEqual(before);
  });

  test('are searched for a text to their end', async () => {
    const { text, asked } = await read(many, { format: 'jsonl', conditions: { text: 'TELLY' } });
    expect(ids(text)).toHaveLength(25);
    expect(asked.every((filter) => !('text' in filter))).toBe(true);
  });

  test.each([
    ['csv', 2_499, 'cut after 2499 rows: ask for the older ones by a time'],
    ['jsonl', 1_000, '{"cut":"cut after 1000 rows: ask for the older ones by a time"}'],
    ['jsonl', 10, '{"cut":"cut after 10 rows: ask for the older ones by a time"}'],
  ] as const)('are cut, and %s says so after %i', async (format, most, last) => {
    const { text } = await read(many, { format, most });
    const lines = text.trimEnd().split(/\r?\n/);
    expect(lines.at(-1)).toBe(last);
    expect(lines).toHaveLength(most + (format === 'csv' ? 2 : 1));
  });

  test('are not called cut where they are just as many', async () => {
    const { text } = await read(many, { format: 'jsonl', most: 2_500 });
    expect(text).not.toContain('cut');
    expect(ids(text)).toHaveLength(2_500);
  });

  test('are no longer read once nobody takes them', async () => {
    const log = new MemoryLog(many);
    let ended = 0;
    const stream = exportRows({
      ...{ log, conditions: {}, format: 'jsonl' },
      ended: () => {
        ended += 1;
      },
    });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(ended).toBe(1);
    expect(log.filters.length).toBeLessThan(3);
  });

  test('are no longer looked through once nobody waits for what is found', async () => {
    let ended = 0;
    let asked = 0;
    const page = many.slice(0, 1_000);
    const stream = exportRows({
      log: {
        rows: async () => {
          asked += 1;
          // Whoever asked goes away while the third page is read.
          if (asked === 3) void reader.cancel();
          return page;
        },
      },
      ...{ conditions: { text: 'nowhere' }, format: 'jsonl' },
      ended: () => {
        ended += 1;
      },
    });
    const reader = stream.getReader();
    expect((await reader.read()).done).toBe(true);
    expect([asked, ended]).toEqual([3, 1]);
  });

  test('end with a fault where the log cannot be read', async () => {
    let ended = 0;
    const stream = exportRows({
      log: { rows: () => Promise.reject(new Error('unreadable')) },
      ...{ conditions: {}, format: 'jsonl' },
      ended: () => {
        ended += 1;
      },
    });
    await expect(new Response(stream).text()).rejects.toThrow('unreadable');
    expect(ended).toBe(1);
  });
});
