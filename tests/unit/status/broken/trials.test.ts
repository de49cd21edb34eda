import { describe, expect, it } from 'vitest';
import { keyOf, trialsOf, withoutEnd } from '../../../../src/status/broken/trials.ts';
import { parseWish, ruleLine } from '../../../../src/status/rule-line.ts';
import { device, NOW } from '../../../support/status-ports.ts';

const MINUTE = 60_000;
const laptop = device();
const key = { key: keyOf(laptop), name: 'Laptop' };

function line(wish: { host: string; path?: string; page?: string }, until: number | null): string {
  const parsed = parseWish('allow', wish);
  if (typeof parsed === 'string') throw new Error(parsed);
  return ruleLine({ ...parsed, device: key, ...(until === null ? {} : { until }) });
}

const at = (text: string, number = 2) => ({ list: 'my-rules.txt', line: number, text });

describe('a trial', () => {
  it.each([
    [{ host: 'menu.test', path: '/menu.js', page: 'shop.test' }],
    [{ host: 'menu.test', path: '/a$b,c' }],
    [{ host: 'menu.test', page: 'shop.test' }],
    [{ host: 'menu.test' }],
    [{ host: '[2001:db8::7]', path: '/x' }],
    [{ host: 'menu.test', path: '/s/*/menu.js' }],
  ])('is read from the line that was written for it, and kept as narrow as it was: %j', (wish) => {
    const text = line(wish, NOW + 15 * MINUTE);
    const [trial, ...more] = trialsOf([at(text)], laptop, NOW);
    expect(more).toEqual([]);
    expect(trial).toMatchObject({ host: wish.host, until: NOW + 15 * MINUTE });
    expect(trial?.page ?? undefined).toBe('page' in wish ? wish.page : undefined);
    expect(trial?.path === null).toBe(!('path' in wish));
    expect(withoutEnd(text)).toBe(line(wish, null));
  });

  it('is one of this device that is not over; the one that ends last is at the front', () => {
    const mine = line({ host: 'a.test' }, NOW + MINUTE);
    const later = line({ host: 'b.test' }, NOW + 2 * MINUTE);
    const over = line({ host: 'c.test' }, NOW);
    const others = mine.replace(key.key, '192.168.1.99');
    const lines = [mine, over, others, later, '||d.test^', line({ host: 'e.test' }, null)];
    const found = trialsOf(
      lines.map((text, number) => at(text, number)),
      laptop,
      NOW,
    );
    expect(found.map(({ host }) => host)).toEqual(['b.test', 'a.test']);
  });

  it('of a device without a MAC is known by its address', () => {
    expect(keyOf({ mac: null, address: '192.168.1.7' })).toBe('192.168.1.7');
  });

  it.each([
    '@@||a.test^$device=',
    `@@||a.test^$device=${key.key},expires=2026-12-01`,
    `@@||a.test^$device=${key.key},expires=never`,
    `||a.test^$device=${key.key},expires=2036-01-01T00:00:00Z`,
    `@@/a.test/$device=${key.key},expires=2036-01-01T00:00:00Z`,
    '',
  ])('is not made of %j', (text) => {
    expect(trialsOf([at(text)], laptop, NOW)).toEqual([]);
  });
});

it.each([
  ['@@||a.test^$expires=2036-01-01T00:00:00Z', '@@||a.test^'],
  ['@@||a.test^$expires=2036-01-01T00:00:00Z,device=1.2.3.4', '@@||a.test^$device=1.2.3.4'],
  ['@@||a.test^$device=1.2.3.4', '@@||a.test^$device=1.2.3.4'],
])('without its end %s is %s', (text, kept) => {
  expect(withoutEnd(text)).toBe(kept);
});
