import { describe, expect, test } from 'vitest';
import { removableHeaderNames, stripHeaders } from '../../../src/act/edit-headers.ts';

const PROTECTED = [
  'Host',
  'Connection',
  'Upgrade',
  'Content-Length',
  'Content-Encoding',
  'Content-Range',
  'Transfer-Encoding',
  'TE',
  'Trailer',
  'Expect',
  'Sec-WebSocket-Key',
  'sec-websocket-anything',
];

describe('stripHeaders', () => {
  test('removes by lower-case name, all of that name, and keeps case and order', () => {
    const headers = ['B', '1', 'X-FB', '2', 'a', '3', 'x-fb', '4', 'B', '5'];
    expect(stripHeaders(headers, (name) => name === 'x-fb')).toEqual({
      headers: ['B', '1', 'a', '3', 'B', '5'],
      removed: ['x-fb', 'x-fb'],
    });
  });

  test('gives the same headers back where nothing was hit', () => {
    const headers = ['A', '1'];
    expect(stripHeaders(headers, () => false).headers).toBe(headers);
  });

  test.each(PROTECTED)('never removes %s, whatever a rule says', (name) => {
    const headers = ['X-First', '1', name, '2'];
    expect(stripHeaders(headers, () => true)).toEqual({
      headers: [name, '2'],
      removed: ['x-first'],
    });
    expect(removableHeaderNames(headers)).toEqual(['x-first']);
  });
});
