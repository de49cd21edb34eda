import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deliversLocally,
  parseAdvertised,
  parseSockets,
  tableOfMark,
} from '../../../src/doctor/kernel-text.ts';

describe('parseSockets', () => {
  it('reads addresses, ports and the option', () => {
    const text = `LISTEN 0      128    127.0.0.1:7180 0.0.0.0:*	 inet-sockopt: ( is_icsk mc_loop transparent mc_all)
LISTEN 0      511        [::1]:7180       [::]:*	 inet-sockopt: ( is_icsk transparent)
LISTEN 0      128    127.0.0.53%lo:53 0.0.0.0:*	 inet-sockopt: ( is_icsk mc_loop mc_all)
LISTEN 0      511    *:8080 *:*
`;
    expect(parseSockets(text)).toEqual([
      { address: '127.0.0.1', port: 7180, transparent: true },
      { address: '::1', port: 7180, transparent: true },
      { address: '127.0.0.53', port: 53, transparent: false },
      { address: '*', port: 8080, transparent: false },
    ]);
  });
});

const RULES = JSON.stringify([
  { priority: 0, src: 'all', table: 'local' },
  { priority: 7180, src: 'all', fwmark: '0x7b', table: '7180' },
  { priority: 9000, src: 'all', fwmark: '0x10', table: 200 },
]);

it.each([
  [0x7b, '7180'],
  [0x10, '200'],
  [0x11, null],
  [0, null],
])('the mark %i leads to table %s', (mark, table) => {
  expect(tableOfMark(RULES, mark)).toBe(table);
});

it.each([
  ['[{"type":"local","dst":"default","dev":"lo","scope":"host","flags":[]}]', true],
  ['[{"dst":"default","gateway":"192.168.1.1","dev":"eth0"}]', false],
  ['[{"type":"local","dst":"10.0.0.1","dev":"lo"}]', false],
  ['[]', false],
  ['', false],
])('%s delivers here: %s', (routes, here) => {
  expect(deliversLocally(routes)).toBe(here);
});

it('knows which default routes were advertised', () => {
  const routes = [
    { dst: 'default', gateway: 'fe80::1', dev: 'eth0', protocol: 'ra', metric: 1024 },
    { dst: 'default', gateway: 'fd00::1', dev: 'eth1', metric: 1024 },
    { dst: 'default', dev: 'wg0', protocol: 'ra' },
  ];
  expect(parseAdvertised(JSON.stringify(routes))).toEqual([
    { gateway: 'fe80::1', interface: 'eth0' },
  ]);
});

it('whatever a tool prints, nothing throws', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `[${json}]`),
  );
  fc.assert(
    fc.property(text, (printed) => {
      expect(Array.isArray(parseSockets(printed))).toBe(true);
      expect(Array.isArray(parseAdvertised(printed))).toBe(true);
      expect(typeof deliversLocally(printed)).toBe('boolean');
      expect(tableOfMark(printed, 5) ?? '').toBeTypeOf('string');
    }),
  );
});
