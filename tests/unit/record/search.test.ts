import { expect, test } from 'vitest';
import { createSearch } from '../../../src/record/search.ts';
import { TEXT_ROWS } from '../../../src/record/text-search.ts';
import { createWriter } from '../../../src/record/writer.ts';
import { device, domainOf, event, logOf, openLog } from './samples.ts';

test('a text is looked for in the newest rows that meet the other conditions', () => {
  const log = openLog();
  const write = createWriter(log.db, domainOf);
  const path = (i: number) => (i < 50 ? '/needle' : '/hay');
  const who = (i: number) => device(i % 2 === 0 ? 'ip:even' : 'ip:odd');
  const amount = TEXT_ROWS + 100;
  write(
    Array.from({ length: amount }, (_, i) => event({ path: path(i), device: who(i) })),
    null,
  );
  const search = createSearch(log.db);
  expect(search({ text: 'needle', limit: 100 })).toEqual([]);
  expect(search({ text: 'needle', limit: 100, before: amount - 99 })).toHaveLength(50);
  expect(search({ text: 'needle', limit: 100, after: 0 })).toHaveLength(50);
  expect(search({ text: 'needle', limit: 100, device: 'ip:odd' })).toHaveLength(25);
});

test('what a tracker was to be told is found by its words', () => {
  const told = 'Meta was told: AddToCart 49 EUR on shop.example, with hashed e-mail';
  const log = logOf([event({ summary: told }), event({ summary: null })]);
  const search = createSearch(log.db);
  for (const text of ['AddToCart', '49 eur', 'hashed e-mail']) {
    expect(search({ text, limit: 10 })).toEqual([1]);
  }
  expect(search({ text: 'AddToCart', host: 'elsewhere.example', limit: 10 })).toEqual([]);
});

test('statements for many filters are reused and bounded', () => {
  const log = logOf([event(), event({ host: 'a.tracker.example' })]);
  const search = createSearch(log.db);
  for (let bits = 0; bits < 512; bits++) {
    const wants = (bit: number) => (bits & (1 << bit)) !== 0;
    const filter = {
      ...(wants(0) && { device: 'mac:02:00:00:00:00:01' }),
      ...(wants(1) && { host: 'tracker.example' }),
      ...(wants(2) && { page: 'shop.example' }),
      ...(wants(3) && { tracker: 'Meta Pixel' }),
      ...(wants(4) && { action: 'block' as const }),
      ...(wants(5) && { list: 'meta.yaml' }),
      ...(wants(6) && { text: 'tracker' }),
      ...(wants(7) && { after: 0 }),
      ...(wants(8) && { since: 0 }),
      limit: 10,
    };
    expect(search(filter)).toEqual(wants(7) ? [1, 2] : [2, 1]);
  }
});
