import { expect, test } from 'vitest';
import { listAnchor, ruleAddress } from '../../../src/status/rule-address.ts';

test('a name is one part of the address, whatever is in it', () => {
  expect(ruleAddress('my-rules.txt')).toBe('/rules/file/my-rules.txt');
  expect(ruleAddress('easy/part.txt', 12)).toBe('/rules/file/easy%2Fpart.txt?line=12#L12');
  expect(ruleAddress('a?b#c&d.txt', 1)).toBe('/rules/file/a%3Fb%23c%26d.txt?line=1#L1');
});

test('a place on the page is a word', () => {
  expect(listAnchor('my-rules.txt')).toBe('list-my-rules-txt');
  expect(listAnchor('"><x')).toBe('list----x');
});
