import { expect, test } from 'vitest';
import type { Hit } from '../../../src/household/finder.ts';
import { distinct, nameOf, ruleFor, summaryOf } from '../../../src/household/tell.ts';
import { watched } from './household.ts';

const { identifiers } = watched();
const [mail, phone] = identifiers;
const hit = (index: number, form: Hit['form'], from = 0): Hit => ({
  from,
  to: from + 1,
  index,
  form,
});

test('an identifier is called by what it is, not by its value', () => {
  expect(mail && nameOf(mail, 'hashed')).toBe('your e-mail, hashed');
  expect(phone && nameOf(phone, 'plain')).toBe('your phone number, in clear');
});

test('in the log it stands in the place of a rule', () => {
  expect(phone && ruleFor(phone, 1, 'hashed', 'strip')).toEqual({
    list: 'identifiers',
    line: 2,
    text: '+49…78',
    action: 'strip',
    title: 'your phone number, hashed',
    tracker: null,
    personal: false,
  });
});

test('each is told of once', () => {
  const hits = [hit(0, 'hashed'), hit(0, 'hashed', 5), hit(0, 'plain', 9), hit(1, 'hashed', 12)];
  expect(distinct(hits)).toHaveLength(3);
  expect(summaryOf(hits.slice(0, 2), identifiers, 'shop.test')).toBe(
    'Your e-mail, hashed (a…@e…) on the way to shop.test',
  );
  expect(summaryOf(hits, identifiers, 'shop.test')).toBe(
    'Your e-mail, hashed (a…@e…); your e-mail, in clear (a…@e…); your phone number, hashed (+49…78) on the way to shop.test',
  );
  expect(summaryOf([], identifiers, 'shop.test')).toBeNull();
});
