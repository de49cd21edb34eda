import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHeaders, addsTo } from '../../../src/act/add-headers.ts';
import type { AddedHeader } from '../../../src/model/rule.ts';
import { values } from './samples.ts';

const CSP = 'Content-Security-Policy';
const beside = (name: string, value: string): AddedHeader => ({ name, value, replaces: false });
const instead = (name: string, value: string): AddedHeader => ({ name, value, replaces: true });

const headers = ['Content-Type', 'text/html', 'content-security-policy', "script-src 'self'"];

describe('addHeaders', () => {
  test('beside those of the name', () => {
    expect(addHeaders(headers, [beside(CSP, 'a'), beside(CSP, 'b')])).toEqual({
      headers: [...headers, CSP, 'a', CSP, 'b'],
      added: ['content-security-policy', 'content-security-policy'],
    });
  });

  test('in their place', () => {
    const twice = [...headers, CSP, 'x'];
    expect(addHeaders(twice, [instead(CSP, 'a')])).toEqual({
      headers: [...headers.slice(0, 2), CSP, 'a'],
      added: ['content-security-policy'],
    });
  });

  test('what is there already is not added again', () => {
    const same = [beside(CSP, "script-src 'self'"), instead(CSP, "script-src 'self'")];
    const { headers: kept, added } = addHeaders(headers, same);
    expect(kept).toBe(headers);
    expect(added).toEqual([]);
    // But it takes the place of another beside it.
    expect(addsTo([...headers, CSP, 'x'], instead(CSP, "script-src 'self'"))).toBe(true);
  });

  test.each([
    ['Content-Length', '1'],
    ['TRANSFER-ENCODING', 'chunked'],
    ['Connection', 'close'],
    ['Sec-WebSocket-Accept', 'x'],
    ['X A', '1'],
    ['', '1'],
    ['X:', '1'],
    ['X-A', 'a\r\nSet-Cookie: b=1'],
    ['X-A', 'a\nb'],
    ['X-A', 'a\0'],
    ['X-A', 'é'],
    ['X-A', ''],
    ['X-A', 'a'.repeat(8193)],
    ['x'.repeat(101), 'a'],
  ])('never "%s: %s"', (name, value) => {
    const all = [beside(name, value), instead(name, value)];
    expect(addHeaders(headers, all).headers).toBe(headers);
  });

  test('all else stays as it was, whatever is added', () => {
    const name = fc.constantFrom(
      'X-A',
      'x-a',
      'X-B',
      'host',
      'Content-Security-Policy',
      'bad name',
    );
    const value = fc.oneof(fc.string({ maxLength: 5 }), fc.constant('same'));
    const added = fc.record({ name, value, replaces: fc.boolean() });
    const list = fc.array(fc.tuple(name, value)).map((pairs) => pairs.flat());
    fc.assert(
      fc.property(list, fc.array(added, { maxLength: 4 }), (before, wanted) => {
        const { headers: after, added: names } = addHeaders(before, wanted);
        const touched = new Set(names);
        for (const other of ['X-A', 'X-B', 'host', 'Content-Security-Policy', 'bad name']) {
          const lower = other.toLowerCase();
          if (!touched.has(lower)) expect(values(after, lower)).toEqual(values(before, lower));
        }
        expect(after.length % 2).toBe(0);
        // A second time there is nothing left to add, but for headers in place of each other.
        if (wanted.length === 1) expect(addHeaders(after, wanted).added).toEqual([]);
      }),
    );
  });
});
