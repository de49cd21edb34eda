import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { parseFilterList } from '../../../src/rules/filter/list.ts';
import { ruleLine } from '../../../src/status/rule-line.ts';
import { describeOnce, readWish, type WishInput } from '../../../src/status/wish.ts';
import { device, NOW } from '../../support/status-ports.ts';

const laptop = device();
const phone = device({ id: 'ip:fd00::7' as DeviceId, mac: null, address: 'fd00::7', name: null });
const context = {
  deviceOf: (id: DeviceId) => [laptop, phone].find((one) => one.id === id) ?? null,
  now: NOW,
};

/** The line, what is to go through once, or why neither. */
function read(action: 'allow' | 'block', input: WishInput): string {
  const wish = readWish(action, input, context);
  if (typeof wish === 'string') return wish;
  return wish.kind === 'rule' ? ruleLine(wish.rule) : describeOnce(wish);
}

describe('a wish', () => {
  const host = 'a.example';
  const path = '/x';
  test.each([
    ['allow', { host }, '@@||a.example^'],
    ['allow', { host, device: '', for: '' }, '@@||a.example^'],
    ['block', { host, for: 'good' }, '||a.example^'],
    ['allow', { host, for: '15m' }, '@@||a.example^$expires=2026-03-03T14:45:00Z'],
    ['block', { host, for: '7d' }, '||a.example^$expires=2026-03-10T14:30:00Z'],
    ['allow', { host, device: laptop.id }, '@@||a.example^$device=3c:22:fb:10:20:30'],
    [
      'allow',
      { host, path, page: 'shop.example', device: phone.id, for: '1h' },
      '@@||a.example/x^$domain=shop.example,device=fd00::7,expires=2026-03-03T15:30:00Z',
    ],
    [
      'allow',
      { host, path, page: 'shop.example', device: laptop.id, for: 'once' },
      'The next exchange of "Laptop" with a.example/x, asked for by shop.example, is let through, once, within 15 minutes',
    ],
    [
      'allow',
      { host, device: phone.id, for: 'once' },
      'The next exchange of "fd00::7" with a.example is let through, once, within 15 minutes',
    ],
    ['allow', { host: 'a b' }, 'reading the host: "a b" is not a hostname'],
    ['allow', { host, device: 'mac:none' }, 'reading the device: "mac:none" is not known'],
    ['allow', { host, for: 'once' }, 'allowing once: the device is not given'],
    [
      'block',
      { host, device: laptop.id, for: 'once' },
      'blocking once: only what is allowed can be for once',
    ],
  ] as const)('%s %j: %s', (action, input, expected) => {
    expect(read(action, input)).toBe(expected);
  });

  test.each(['8d', '0m', '1s', '-1h', '1e3m', 'ever', '99999m'])('for %j is none', (length) => {
    expect(read('allow', { host, for: length })).toBe(
      `reading for how long: "${length}" is not "once", "good", or like 15m, 1h or 2d, at most 7d`,
    );
  });

  test('is a line that can be read, or a sentence, whatever is sent', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(laptop.id, phone.id, '1h', null, 7));
    const input = fc.record({ host: fc.webAuthority(), path: value, device: value, for: value });
    fc.assert(
      fc.property(input, (given) => {
        const wish = readWish('allow', given, context);
        if (typeof wish === 'string' || wish.kind === 'once') return;
        const { filters, problems } = parseFilterList(ruleLine(wish.rule), 'my-rules.txt');
        expect([filters.length, problems]).toEqual([1, []]);
      }),
    );
  });
});
