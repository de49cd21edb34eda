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
    [`/a?${'x'.repeat(40)}=1`, `/a?${'x'.repeat(40)}`],
    [`/a?${'x'.repeat(41)}=1&b=2`, '/a?…&b'],
    [`/a?b&${'x'.repeat(41)}`, '/a?b&…'],
    ['/unsubscribe/jane.doe@mail.example', '/unsubscribe/…'],
    ['/u/jane.doe%40mail.example/go?x=1', '/u/…/go?x'],
    ['/u/jane%2540mail%252Eexample', '/u/…'],
    ['/mailto:jane+shop@mail.example;x=1', '/…;x'],
    ['/a?jane@mail.example', '/a?…'],
    ['/a?b=1&jane%40mail.example=1&c=2', '/a?b&…&c'],
    ['/a?ud[jane@mail.example]=1', '/a?…'],
    ['/npm/@scope/lib@1.2.3/dist/lib.min.js', '/npm/@scope/lib@1.2.3/dist/lib.min.js'],
    ['/npm/lib@4.17.21.js', '/npm/lib@4.17.21.js'],
    ['/img/icon@2x.png', '/img/icon@2x.png'],
    ['/@user.name/video/1', '/@user.name/video/1'],
  ])('%s', (path, names) => {
    expect(withoutValues(path)).toBe(names);
  });

  const HEX = 'd41d8cd98f00b204e9800998ecf8427e0123456789';
  const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${HEX}`;
  const BASE64 = 'q8R-t2LxW0aZ_9kP3mVcY7sD1nHfJ5gB4eUoI6wTzQ';
  test.each([
    ['hex', `/reset/${HEX}/go`, '/reset/…/go'],
    ['one character fewer than is looked at', `/${HEX.slice(0, 40)}`, `/${HEX.slice(0, 40)}`],
    ['Base64 for URLs', `/${BASE64}?a=1`, '/…?a'],
    ['digits alone', `/${'1234567890'.repeat(5)}`, '/…'],
    ['a signed token', `/verify/${JWT}`, '/verify/…'],
    ['two UUIDs', `/${HEX.slice(0, 8)}-e89b-12d3-a456-426614174000-89ab-4cde`, '/…'],
    ['a token behind words', `/reset-your-password-here-${HEX}`, '/…'],
    ['the name of a parameter', `/a;${HEX}=1;b=2`, '/a;…;b'],
    ['letters alone', `/${'longest'.repeat(7)}`, `/${'longest'.repeat(7)}`],
    ['a file', `/static/${HEX}.js`, `/static/${HEX}.js`],
    [
      'a title',
      '/news/10-best-running-shoes-of-2026-that-we-tried-on-17-roads',
      '/news/10-best-running-shoes-of-2026-that-we-tried-on-17-roads',
    ],
    [
      'a method with a version',
      '/com.example.household.lighting.v1.LightingService/SwitchOn',
      '/com.example.household.lighting.v1.LightingService/SwitchOn',
    ],
    [
      'a title in other letters',
      '/wiki/%D0%97%D0%B0%D0%B3%D0%BB%D0%B0%D0%B2%D0%BD%D0%B0%D1%8F',
      '/wiki/%D0%97%D0%B0%D0%B3%D0%BB%D0%B0%D0%B2%D0%BD%D0%B0%D1%8F',
    ],
  ])('a long segment: %s', (_, path, stored) => {
    expect(withoutValues(path)).toBe(stored);
  });

  test('an e-mail address is left out wherever it stands, however it is escaped', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9._+-]{0,10}$/);
    const place = fc.constantFrom('/u/X', '/u/X/go?a=1', '/a;X', '/a?X', '/a?b&X=1', '/a?f[X]=1');
    const writing = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.replace('@', '%40'),
      (text: string) => text.replace('@', '%2540'),
    );
    fc.assert(
      fc.property(word, fc.stringMatching(/^[a-z]{3,8}$/), place, writing, (name, site, at, as) => {
        const stored = withoutValues(at.replace('X', as(`${name}@${site}.example`)));
        expect(stored).toContain('…');
        expect(stored).not.toContain(`${site}.example`);
      }),
    );
  });

  test.each(['%2540', 'a%40', '%40a%2e', '%25', '@', 'a@b.', '%252e'])(
    'what is repeated is gone through once: %s',
    (text) => {
      // Tried anew at each place, it would take minutes.
      const stored = withoutValues(`/a/${text.repeat(10_000)}`);
      expect(['/a/…', `/a/${text.repeat(10_000)}`]).toContain(stored);
    },
  );

  test('random tokens of 43 characters, as of 32 random bytes, are left out', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, (value) => {
        const token = Buffer.from(value).toString('base64url');
        fc.pre(/\d/.test(token));
        expect(withoutValues(`/r/${token}/x`)).toBe('/r/…/x');
      }),
      // About one in a million looks like words all the same.
      { seed: 7, numRuns: 5000 },
    );
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
