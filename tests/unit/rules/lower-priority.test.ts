import { existsSync, readlinkSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { lowerPriority } from '../../../src/rules/lower-priority.ts';

const THREAD = '/proc/thread-self';
const isTold = existsSync(THREAD);
if (!isTold) console.warn('skipped: only Linux tells a thread which it is');

test.runIf(isTold)('this thread goes behind others, and never further than there is', () => {
  const thread = Number(readlinkSync(THREAD).split('/').at(-1));
  const before = getPriority(thread);
  lowerPriority();
  expect(getPriority(thread)).toBe(Math.min(19, before + 10));
  lowerPriority();
  expect(getPriority(thread)).toBe(Math.min(19, before + 20));
});
