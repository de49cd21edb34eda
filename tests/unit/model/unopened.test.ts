import { expect, it } from 'vitest';
import { UNOPENED_WORDS, whyUnopened, withWhy } from '../../../src/model/unopened.ts';

it('every reason has words of its own, which go on after a colon', () => {
  const words = Object.values(UNOPENED_WORDS);
  expect(new Set(words).size).toBe(words.length);
  for (const each of words) expect(each).toMatch(/^[a-z].*[^.]$/);
});

it('what was opened has none', () => {
  expect(whyUnopened({ tunnel: null })).toBeNull();
  expect(whyUnopened({ tunnel: 'refused' })).toBe(UNOPENED_WORDS.refused);
  expect(withWhy({ id: 3, tunnel: null })).toEqual({ id: 3, tunnel: null, why: null });
});
