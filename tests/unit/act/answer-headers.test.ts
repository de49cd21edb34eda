import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commonHeaders,
  corsHeaders,
  isPreflight,
  preflightHeaders,
  ruleReference,
} from '../../../src/act/answer-headers.ts';
import { anyText } from '../../support/any-text.ts';
import { request, rule, values } from './samples.ts';

const preflight = (method: string, names?: string) =>
  request({
    method: 'OPTIONS',
    headers: [
      'Origin',
      'https://shop.example',
      'Access-Control-Request-Method',
      method,
      ...(names === undefined ? [] : ['Access-Control-Request-Headers', names]),
    ],
  });

describe('commonHeaders', () => {
  test('no cache, the rule, and leave to be embedded', () => {
    expect(commonHeaders(rule('block'))).toEqual([
      'Cache-Control',
      'no-store',
      'X-Eyelid',
      'meta.txt:7',
      'Cross-Origin-Resource-Policy',
      'cross-origin',
      'Cross-Origin-Embedder-Policy',
      'require-corp',
    ]);
  });

  test('a reference cannot end the header', () => {
    expect(ruleReference({ list: 'a\r\nSet-Cookie: x\u00e9.txt', line: 3, text: '' })).toBe(
      'a??Set-Cookie: x?.txt:3',
    );
  });

  test('any list name makes a header that can be sent', () => {
    fc.assert(
      fc.property(
        fc.array(anyText).map((all) => all.join('')),
        fc.nat(),
        (list, line) => {
          const reference = ruleReference({ list, line, text: '' });
          validateHeaderValue('x-eyelid', reference);
          expect(reference.length).toBeLessThanOrEqual(220);
          expect(reference.endsWith(`:${line}`)).toBe(true);
        },
      ),
    );
  });
});

describe('corsHeaders', () => {
  test.each(['https://shop.example', 'http://shop.example:8080', 'null'])('%s', (origin) => {
    expect(corsHeaders(request({ headers: ['ORIGIN', origin] }))).toEqual([
      'Access-Control-Allow-Origin',
      origin,
      'Access-Control-Allow-Credentials',
      'true',
      'Vary',
      'Origin',
    ]);
  });

  test.each([[[]], [['Origin', '']], [['Origin', 'https://a b']], [['Origin', 'http://\u00e9']]])(
    'none for %j',
    (headers) => {
      expect(corsHeaders(request({ headers }))).toEqual([]);
    },
  );
});

describe('preflights', () => {
  test.each([
    ['OPTIONS with both headers', preflight('POST'), true],
    ['OPTIONS without a method', request({ method: 'OPTIONS', headers: ['Origin', 'a'] }), false],
    [
      'OPTIONS without an origin',
      request({ method: 'OPTIONS', headers: ['Access-Control-Request-Method', 'PUT'] }),
      false,
    ],
    ['POST', request({ method: 'POST', headers: preflight('POST').headers }), false],
  ])('%s', (_title, head, expected) => {
    expect(isPreflight(head)).toBe(expected);
  });

  test('echoes what is asked for', () => {
    const headers = preflightHeaders(preflight('PATCH', 'content-type, x-my_header'));
    expect(headers).toEqual([
      'Access-Control-Allow-Methods',
      'PATCH',
      'Access-Control-Allow-Headers',
      'content-type, x-my_header',
      'Access-Control-Max-Age',
      '5',
    ]);
  });

  test.each([
    ['PO ST', 'a:b'],
    ['P\u00e4', 'x\u00e9'],
    ['', ''],
  ])('echoes no nonsense: %j, %j', (method, names) => {
    const headers = preflightHeaders(preflight(method, names));
    expect(headers).toEqual(['Access-Control-Max-Age', '5']);
  });

  test('a preflight for a simple call', () => {
    const headers = preflightHeaders(preflight('PUT'));
    expect(values(headers, 'access-control-allow-methods')).toEqual(['PUT']);
    expect(values(headers, 'access-control-allow-headers')).toEqual([]);
  });

  test('without any header', () => {
    expect(preflightHeaders(request())).toEqual(['Access-Control-Max-Age', '5']);
  });
});
