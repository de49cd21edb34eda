import { expect, test } from 'vitest';
import { nearestWord } from '../../../../src/rules/filter/nearest-word.ts';

const WORDS = ['script', 'image', 'third-party', 'domain', 'to', 'css'];

test.each([
  ['scirpt', 'script'],
  ['scrip', 'script'],
  ['sscript', 'script'],
  ['imgae', 'image'],
  ['third_party', 'third-party'],
  ['domian', 'domain'],
  ['xx', null],
  ['zebra', null],
  ['x', null],
  ['tto', 'to'],
])('%s is meant to be %s', (typed, word) => {
  expect(nearestWord(typed, WORDS)).toBe(word);
});
