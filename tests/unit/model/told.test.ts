import { expect, test } from 'vitest';
import { isStopped, toldSentence } from '../../../src/model/told.ts';

const SENTENCE = 'Your e-mail, hashed. Meta was told: Purchase on shop.example';
const WOULD = 'Your e-mail, hashed. Meta would have been told: Purchase on shop.example';

test.each([
  ['block', false, WOULD],
  ['stub', false, WOULD],
  ['placeholder', false, WOULD],
  ['block', true, SENTENCE],
  ['strip', false, SENTENCE],
  ['rewrite', false, SENTENCE],
  ['allow', false, SENTENCE],
  ['log', false, SENTENCE],
] as const)('after %s, observed: %s', (action, observed, sentence) => {
  expect(toldSentence(SENTENCE, { action, observed })).toBe(sentence);
  expect(isStopped({ action, observed })).toBe(sentence === WOULD);
});
