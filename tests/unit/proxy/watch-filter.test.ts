import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BodyWatch } from '../../../src/model/identifier.ts';
import { watchFilter } from '../../../src/proxy/watch-filter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Holds the last byte back. */
function holdsOne(): BodyWatch {
  let held = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const all = Buffer.concat([held, chunk]);
      held = all.subarray(-1);
      return all.subarray(0, -1);
    },
    end: () => {
      const rest = held;
      held = Buffer.alloc(0);
      return rest;
    },
    found: { rules: [], summary: null },
  };
}

const now = (filter: ReturnType<typeof watchFilter>) => String(filter.read() ?? '');

it('passes what comes through the watch, and at its end what was held back', () => {
  const filter = watchFilter(holdsOne());
  filter.write('abc');
  expect(now(filter)).toBe('ab');
  filter.end('d');
  expect(now(filter)).toBe('cd');
  expect(vi.getTimerCount()).toBe(0);
});

it('lets go of what it holds back when nothing comes for a second', () => {
  const filter = watchFilter(holdsOne());
  filter.write('abc');
  vi.advanceTimersByTime(900);
  filter.write('d');
  vi.advanceTimersByTime(900);
  expect(now(filter)).toBe('abc');
  vi.advanceTimersByTime(100);
  expect(now(filter)).toBe('d');
  filter.write('ef');
  expect(now(filter)).toBe('e');
  vi.advanceTimersByTime(1_000);
  expect(now(filter)).toBe('f');
});

it('stops waiting when it is over', () => {
  const filter = watchFilter(holdsOne());
  filter.write('abc');
  filter.destroy();
  expect(vi.getTimerCount()).toBe(0);
});
