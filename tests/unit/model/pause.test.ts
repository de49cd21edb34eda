import { expect, it } from 'vitest';
import { parsePauseTarget } from '../../../src/model/pause.ts';

it.each([
  ['all', true],
  ['group:kids', true],
  ['device:mac:02:77:00:00:00:20', true],
  ['', false],
  ['group:', false],
  ['device', false],
  ['ALL', false],
  ['everybody', false],
])('%j is a target: %s', (text, is) => {
  expect(parsePauseTarget(text)).toBe(is ? text : null);
});
