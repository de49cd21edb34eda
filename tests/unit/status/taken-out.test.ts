import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takenOut } from '../../../src/status/taken-out.ts';
import { row } from '../../support/status-ports.ts';

const placed = (path: string, ...removed: readonly string[]) => [
  ...takenOut(row(1, { path, removed })),
];

describe('takenOut', () => {
  it.each([
    ['/a?fbclid&q', 'fbclid', 'address', 'fbclid'],
    ['/a?fbclid=IwAR0&q=1', 'fbclid', 'address', 'fbclid'],
    ['/a?ud%5Bem%5D', 'ud[em]', 'address', 'ud[em]'],
    ['/a?%E0%A4&x', '%E0%A4', 'address', '%E0%A4'],
    ['/a', 'fbclid (in dl)', 'within', 'fbclid'],
    ['/a', 'user.em (body)', 'body', 'user.em'],
    ['/a', 'Referer', 'header', 'Referer'],
    ['/a', 'sec-ch-ua-model', 'header', 'sec-ch-ua-model'],
    ['/a', '_fbp', 'cookie', '_fbp'],
    ['/a', 'your e-mail, hashed', 'other', 'your e-mail, hashed'],
    ['/a', 'address (rewritten)', 'other', 'address (rewritten)'],
  ])('of %s, %s: of the %s', (path, removed, place, name) => {
    expect(placed(path, removed)).toEqual([[place, [name]]]);
  });

  it('keeps what was in one place together', () => {
    expect(placed('/a?x', '_fbp', 'x', '_ga')).toEqual([
      ['cookie', ['_fbp', '_ga']],
      ['address', ['x']],
    ]);
  });

  it('places every name, whatever it and the path are', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (path, removed) => {
        const names = placed(`/${path}`, ...removed).flatMap(([, found]) => found);
        expect(names).toHaveLength(removed.length);
      }),
    );
  });
});
