import { expect, it } from 'vitest';
import { recentOf } from '../../../../src/status/broken/from-log.ts';
import { row } from '../../../support/status-ports.ts';

it('a row says what memory would have, without its query', () => {
  const stored = row(7, { summary: 'Meta was told: a visit', path: '/tr/?id&ev' });
  expect(recentOf(stored)).toMatchObject({
    at: stored.at,
    host: 'www.facebook.com',
    path: '/tr/',
    page: 'shop.example',
    rule: { text: 'meta-pixel-hit' },
    tells: true,
  });
  expect(recentOf(row(8))).toMatchObject({ tells: false });
  const report = { what: 'a visit', asked: [], marks: [] };
  expect(recentOf(row(8, { report })).tells).toBe(true);
});
