import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guarded, withoutValues } from '../../../src/record/guard.ts';
import { event } from './samples.ts';

describe('withoutValues', () => {
  test.each([
    ['/tr?id=1&ev=PageView&dl=https%3A%2F%2Fx', '/tr?id&ev&dl'],
    ['/tr?id&ev&dl', '/tr?id&ev&dl'],
    ['/', '/'],
    ['', ''],
    ['/a?', '/a?'],
    ['/a?=secret', '/a?'],
    ['/a?x=1=2&&y=&z', '/a?x&&y&z'],
    ['/a?x=1?y=2', '/a?x'],
    ['/activity;src=123;u1=me@mail.example;ord=1?', '/activity;src;u1;ord?'],
    ['/a;jsessionid=abc/b;c', '/a;jsessionid/b;c'],
    ['/a?b=1#email=me', '/a?b'],
    [`/a?${'x'.repeat(100)}`, `/a?${'x'.repeat(64)}…`],
  ])('%s', (path, names) => {
    expect(withoutValues(path)).toBe(names);
  });

  test('lets no value through, and is idempotent', () => {
    const path = fc.string().map((text) => `/${text}`);
    fc.assert(
      fc.property(path, (text) => {
        const bare = withoutValues(text);
        expect(bare).not.toMatch(/\?.*=|;[^/?]*=|#/);
        expect(withoutValues(bare)).toBe(bare);
      }),
    );
  });
});

describe('guarded', () => {
  test('leaves a good event as it is', () => {
    expect(guarded(event(), 'names')).toEqual(event());
  });

  test('keeps values only at detail values', () => {
    const told = event({ path: '/tr?em=me@mail.example' });
    expect(guarded(told, 'values').path).toBe('/tr?em=me@mail.example');
    expect(guarded(told, 'names').path).toBe('/tr?em');
    expect(guarded(told, 'counts').path).toBe('/tr?em');
  });

  test('takes a reference out of a whole rule', () => {
    const rule = { list: 'a.txt', line: 3, text: '||x^', title: 'X', action: 'block' };
    expect(guarded(event({ rule }), 'names').rule).toEqual({
      list: 'a.txt',
      line: 3,
      text: '||x^',
    });
  });

  test('removes what would garble a terminal or a page', () => {
    const hostile = guarded(
      event({
        host: 'EVIL\u0000.example\u202e',
        deviceName: 'a\u001b[31mb\r\nc',
        summary: 'one\u2028two',
        fields: ['x\u0007'],
      }),
      'names',
    );
    expect(hostile).toMatchObject({
      host: 'evil.example',
      deviceName: 'a[31mbc',
      summary: 'onetwo',
      fields: ['x'],
    });
  });

  test('bounds every text, list and number', () => {
    const long = 'é'.repeat(100_000);
    const huge = guarded(
      event({
        host: long,
        path: long,
        page: long,
        method: long,
        summary: long,
        tracker: long,
        deviceName: long,
        fields: Array.from({ length: 5000 }, () => long),
        rule: { list: long, line: Number.NaN, text: long },
        at: Number.POSITIVE_INFINITY,
        bytesDown: 1e300,
        duration: 1.5,
      }),
      'values',
    );
    expect(JSON.stringify(huge).length).toBeLessThan(20_000);
    expect(huge).toMatchObject({ at: 0, bytesDown: 8e12, duration: 2, rule: { line: 0 } });
    expect(huge.host).toHaveLength(253);
  });
});
