import { expect, test } from 'vitest';
import { createNames } from '../../../../src/record/insight/names.ts';
import { DAY_MS, event, HOUR, logOf, openLog, pass } from '../samples.ts';

test('the most frequent names of the last week come first; no site that was just visited', () => {
  const rule = { list: 'b.txt', line: 1, text: '||b^' };
  const log = logOf([
    event({ at: HOUR - 20 * DAY_MS, tracker: 'Old', page: 'old.example', rule }),
    event({ tracker: 'TikTok', page: 'news.example' }),
    event({ tracker: 'Meta Pixel' }),
    event({ tracker: 'Meta Pixel' }),
    pass({ page: 'private.example' }),
  ]);
  const names = createNames(log.db);
  expect(names('tracker')).toEqual(['Meta Pixel', 'TikTok']);
  expect(names('page')).toEqual(['shop.example', 'news.example']);
  expect(names('list')).toEqual(['meta.yaml', 'b.txt']);
});

test('an empty log has no names', () => {
  const names = createNames(openLog().db);
  expect([names('tracker'), names('page'), names('list')]).toEqual([[], [], []]);
});
