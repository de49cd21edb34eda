import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { painter } from '../../../src/cli/colour.ts';
import { localTime, logLine } from '../../../src/cli/log-line.ts';
import type { Event } from '../../../src/model/event.ts';
import { row } from '../../support/status-ports.ts';

const plain = painter('never', { env: {} });
const painted = painter('always', { env: {} });
const line = (change: Partial<Event>) => logLine(row(1, change), plain);

describe('logLine', () => {
  it('says when, who, what was done, what happened, and then where and why', () => {
    const at = new Date(2026, 10, 22, 6, 5, 4).getTime();
    const rule = { list: 'meta.yaml', line: 12, text: 'meta-pixel' };
    const summary = 'Meta was told: Purchase 89.90 EUR on shop.example';
    expect(line({ at, rule, summary, deviceName: 'Laptop', path: '/tr?id' })).toBe(
      '2026-11-22 06:05:04  Laptop            Blocked      ' +
        'Meta would have been told: Purchase 89.90 EUR on shop.example.  ' +
        'www.facebook.com/tr?id  meta.yaml:12',
    );
  });

  it('cuts addresses, and keeps its columns where a name is long', () => {
    const long = line({ path: `/${'x'.repeat(300)}`, rule: null, deviceName: 'A'.repeat(30) });
    expect(long).toMatch(/^.{19} {2}A{30} {2}Blocked {6}/);
    expect(long).toMatch(/x…$/);
    expect(long.length).toBeLessThan(250);
  });

  it.each([
    ['block', false, 31],
    ['strip', false, 36],
    ['allow', false, 32],
    ['log', false, 34],
    ['pass', true, 2],
    ['block', true, 35],
  ] as const)('%s, observed %s, has the colour %i', (action, observed, code) => {
    const [, coloured] =
      /\[(\d+)m(?=[A-Z])/.exec(logLine(row(1, { action, observed }), painted)) ?? [];
    expect(coloured).toBe(String(code));
  });

  it('is one line that moves no cursor, whatever others wrote', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\u001b', '[31m', '\n', '\t', '\u202e', 'a'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        const rule = { list: text, line: 1, text };
        const event = { deviceName: text, host: text, path: text, page: text, summary: text, rule };
        expect(line(event)).not.toMatch(/[\p{Cc}\u202e]/u);
        const codes = ['2', '31', '0'].map((code) => `\u001b[${code}m`);
        const bare = codes.reduce(
          (rest, code) => rest.replaceAll(code, ''),
          logLine(row(1, event), painted),
        );
        expect(bare).toBe(line(event));
      }),
    );
  });
});

it('writes the time of this machine', () => {
  expect(localTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('2026-01-02 03:04:05');
});
