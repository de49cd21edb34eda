import { describe, expect, it } from 'vitest';
import { flatHeaders, streamHeaders } from '../../../../src/proxy/http2/response-head.ts';

describe('streamHeaders', () => {
  it('gives names in lower case, and several of a name as they are', () => {
    const headers = ['Set-Cookie', 'a=1', 'X-Own', 'x', 'set-cookie', 'b=2', 'SET-COOKIE', 'c=3'];
    expect({ ...streamHeaders(200, headers) }).toEqual({
      ':status': 200,
      'set-cookie': ['a=1', 'b=2', 'c=3'],
      'x-own': 'x',
    });
  });

  it('leaves out what speaks of the connection, and what would be a pseudo-header field', () => {
    const headers = 'Connection Keep-Alive Proxy-Connection Transfer-Encoding Upgrade TE :status'
      .split(' ')
      .flatMap((name) => [name, 'x']);
    expect({ ...streamHeaders(200, headers) }).toEqual({ ':status': 200 });
  });

  it('gives one value where Node takes one only', () => {
    const headers = ['Content-Type', 'text/plain', 'Content-Encoding', 'gzip'];
    const more = ['Content-Type', 'text/html', 'Content-Encoding', 'br', '__proto__', 'x'];
    const made = streamHeaders(999, [...headers, ...more]);
    expect({ ...made }).toMatchObject({
      ':status': 599,
      'content-type': 'text/html',
      'content-encoding': 'gzip, br',
    });
    expect(Object.keys(made)).toContain('__proto__');
  });
});

it.each([
  ['a flat list', ['A', '1', 'A', '2'], ['A', '1', 'A', '2']],
  [
    'an object',
    { a: '1', b: ['2', '3'], c: 4, d: undefined },
    ['a', '1', 'b', '2', 'b', '3', 'c', '4'],
  ],
])('flatHeaders takes %s', (_what, headers, flat) => {
  expect(flatHeaders(headers)).toEqual(flat);
});
