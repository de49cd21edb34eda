import { describe, expect, it } from 'vitest';
import {
  endToEnd,
  hasHeader,
  outgoingHeaders,
  withHeader,
  writeHead,
} from '../../../src/proxy/headers.ts';

/** `Name: value` lines as a raw list. */
const raw = (...lines: readonly string[]) => lines.flatMap((line) => line.split(': '));

describe('endToEnd', () => {
  it.each([
    [
      'keeps case, order and duplicates',
      ['X-b: 1', 'x-A: 2', 'X-b: 3'],
      ['X-b: 1', 'x-A: 2', 'X-b: 3'],
    ],
    [
      'drops what speaks of one hop',
      [
        'Connection: keep-alive',
        'Keep-Alive: timeout=5',
        'Proxy-Connection: keep-alive',
        'Proxy-Authorization: Basic eA==',
        'Proxy-Authenticate: Basic',
        'TE: trailers',
        'Trailer: X-Sum',
        'Transfer-Encoding: chunked',
        'Upgrade: h2c',
        'Expect: 100-continue',
        'Host: a.test',
      ],
      ['Host: a.test'],
    ],
    [
      'drops what Connection names',
      ['Connection: X-Hop, close', 'x-hop: 1', 'X-Hop2: 2'],
      ['X-Hop2: 2'],
    ],
    [
      'drops what a second Connection names',
      ['connection: a', 'Connection: b', 'A: 1', 'B: 2'],
      [],
    ],
    [
      'keeps Host and Content-Length, whatever Connection names',
      ['Connection: Host, Content-Length', 'Host: a.test', 'Content-Length: 3'],
      ['Host: a.test', 'Content-Length: 3'],
    ],
    ['takes an empty list', [], []],
  ])('%s', (_what, given, wanted) => {
    expect(endToEnd(raw(...given))).toEqual(raw(...wanted));
  });
});

describe('outgoingHeaders', () => {
  it.each([
    ['a GET', [], { present: false, length: null, method: 'GET' }, []],
    [
      'a POST without body',
      [],
      { present: false, length: null, method: 'POST' },
      ['Content-Length: 0'],
    ],
    [
      'a PUT without body',
      [],
      { present: false, length: null, method: 'PUT' },
      ['Content-Length: 0'],
    ],
    ['a DELETE without body', [], { present: false, length: null, method: 'DELETE' }, []],
    [
      'a counted body',
      ['content-length: 3'],
      { present: true, length: null, method: 'POST' },
      ['content-length: 3'],
    ],
    [
      'a chunked body',
      ['transfer-encoding: chunked'],
      { present: true, length: null, method: 'POST' },
      ['Transfer-Encoding: chunked'],
    ],
    [
      'a chunked body that was read whole',
      ['A: 1', 'Transfer-Encoding: chunked'],
      { present: true, length: 5, method: 'POST' },
      ['A: 1', 'Content-Length: 5'],
    ],
    [
      'a body that became shorter',
      ['Content-Length: 9', 'A: 1'],
      { present: true, length: 5, method: 'POST' },
      ['Content-Length: 5', 'A: 1'],
    ],
    [
      'the empty body of a POST that said so',
      ['Content-Length: 0'],
      { present: false, length: null, method: 'POST' },
      ['Content-Length: 0'],
    ],
  ])('frames %s', (_what, given, body, wanted) => {
    expect(outgoingHeaders(raw(...given), body)).toEqual(raw(...wanted));
  });
});

describe('withHeader', () => {
  it.each([
    ['replaces it in its place', ['A: 1', 'x: 2', 'B: 3'], ['A: 1', 'x: new', 'B: 3']],
    ['makes one of many', ['x: 1', 'A: 2', 'X: 3'], ['x: new', 'A: 2']],
    ['adds it at the end', ['A: 1'], ['A: 1', 'X: new']],
  ])('%s', (_what, given, wanted) => {
    expect(withHeader(raw(...given), 'X', 'new')).toEqual(raw(...wanted));
  });
});

it('hasHeader does not care about case, and looks at names only', () => {
  expect(hasHeader(raw('Content-TYPE: a'), 'content-type')).toBe(true);
  expect(hasHeader(raw('a: content-type'), 'content-type')).toBe(false);
});

it('writeHead writes a start line, the headers and an empty line', () => {
  expect(writeHead('HTTP/1.1 200 OK', raw('A: 1', 'a: 2'))).toBe(
    'HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n\r\n',
  );
  expect(writeHead('GET / HTTP/1.1', [])).toBe('GET / HTTP/1.1\r\n\r\n');
});
