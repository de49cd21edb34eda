import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cspHeader,
  permissionsHeader,
  referrerPolicyHeader,
} from '../../../../src/rules/modifier/header-value.ts';

const reasonOf = (value: object) => ('reason' in value ? value.reason : value);

describe('$csp', () => {
  test.each([
    ["script-src 'none'"],
    ['frame-src'],
    ["worker-src 'none';"],
    ["child-src 'none'; frame-src *; worker-src 'none'"],
    ['sandbox allow-forms allow-scripts'],
    ["Default-Src 'self' data: *.a.example"],
  ])('%s', (value) => {
    expect(cspHeader(value)).toEqual({ name: 'Content-Security-Policy', value, replaces: false });
  });
  test.each([
    ['scrip-src x', '"scrip-src" is no directive, did you mean "script-src"?'],
    ['report-uri https://a.example', '"report-uri" would tell a server what was blocked'],
    ["script-src 'self'; REPORT-TO x", '"report-to" would tell a server what was blocked'],
    ['script-src a, img-src b', 'a policy has no commas'],
    ['script-src a\r\nX: y', 'a header cannot carry these characters'],
    ['script-src \u00e9', 'a header cannot carry these characters'],
    [';', 'it says nothing'],
  ])('%j is refused: %s', (value, reason) => {
    expect(reasonOf(cspHeader(value))).toBe(reason);
  });
});

describe('$permissions', () => {
  test.each([
    ['autoplay=()', 'autoplay=()'],
    ['storage-access=()|camera=()', 'storage-access=(), camera=()'],
    ['storage-access=()\\, camera=()', 'storage-access=(), camera=()'],
    ['camera=(self "https://a.example")', 'camera=(self "https://a.example")'],
    ['geolocation=*', 'geolocation=*'],
    ['fullscreen=self', 'fullscreen=self'],
  ])('%s', (value, expected) => {
    expect(permissionsHeader(value)).toEqual({
      name: 'Permissions-Policy',
      value: expected,
      replaces: false,
    });
  });
  test.each([
    ['camera', '"camera" is no feature and who may use it'],
    ['camera=()|', '"" is no feature and who may use it'],
    ['camera=();report-to=x', '"camera=();report-to=x" is no feature and who may use it'],
    ['camera=()\n', 'a header cannot carry these characters'],
  ])('%j is refused: %s', (value, reason) => {
    expect(reasonOf(permissionsHeader(value))).toBe(reason);
  });
});

describe('$referrerpolicy', () => {
  test('takes the place of the own one', () => {
    expect(referrerPolicyHeader(' No-Referrer ')).toEqual({
      name: 'Referrer-Policy',
      value: 'no-referrer',
      replaces: true,
    });
  });
  test.each([
    ['none', '"none" is no referrer policy'],
    ['no-referer', '"no-referer" is no referrer policy, did you mean "no-referrer"?'],
  ])('%j is refused: %s', (value, reason) => {
    expect(reasonOf(referrerPolicyHeader(value))).toBe(reason);
  });
});

test('nothing gets into a header that cannot stand there', () => {
  const part = fc.constantFrom(
    'script-src',
    ' ',
    ';',
    '\r',
    '\n',
    '\0',
    '\u00e9',
    'a=()',
    '|',
    ',',
    '*',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      for (const read of [cspHeader, permissionsHeader, referrerPolicyHeader]) {
        const header = read(parts.join(''));
        if ('value' in header) expect(header.value).toMatch(/^[ -~]+$/);
      }
    }),
    { numRuns: 1000 },
  );
});
