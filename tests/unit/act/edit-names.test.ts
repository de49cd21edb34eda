import { expect, test } from 'vitest';
import { addedHeader, limitedCookie } from '../../../src/act/edit-names.ts';

test('what was made different says how, so that it is not taken for something removed', () => {
  expect([addedHeader('referrer-policy'), limitedCookie('_ga')]).toEqual([
    'referrer-policy (added)',
    '_ga (limited)',
  ]);
});
