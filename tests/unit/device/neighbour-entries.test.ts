import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArp, parseIpNeigh } from '../../../src/device/neighbour-entries.ts';

const TITLES = 'IP address       HW type     Flags       HW address            Mask     Device\n';

describe('parseArp', () => {
  it('reads the complete Ethernet entries', () => {
    const text = `${TITLES}192.168.77.115   0x1         0x2         02:77:00:00:00:20     *        br-lan
192.168.77.116   0x1         0x6         AC:DE:48:00:11:22     *        br-lan
192.168.77.117   0x1         0x0         00:00:00:00:00:00     *        br-lan
192.168.77.118   0x1         0x2         00:00:00:00:00:00     *        br-lan
192.168.77.119   0x20        0x2         02:77:00:00:00:21     *        ib0
192.168.77.120   0x1         0x2         ff:ff:ff:ff:ff:ff     *        br-lan
192.168.77.999   0x1         0x2         02:77:00:00:00:22     *        br-lan
`;
    expect([...parseArp(text)]).toEqual([
      ['192.168.77.115', '02:77:00:00:00:20'],
      ['192.168.77.116', 'ac:de:48:00:11:22'],
    ]);
  });

  it.each(['', TITLES, '\n\n', 'no table', '1.2.3.4', '1.2.3.4 0x1 0x2'])(
    'reads nothing in %j',
    (text) => {
      expect(parseArp(text).size).toBe(0);
    },
  );

  it('is bounded', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => {
      const address = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
      return `${address} 0x1 0x2 02:77:00:00:00:20 * eth0`;
    });
    expect(parseArp(lines.join('\n')).size).toBe(8_192);
  });

  it('never throws, and gives only addresses and MACs', () => {
    const word = fc.oneof(
      fc.ipV4(),
      fc.constantFrom('0x1', '0x2', '0x0', '02:77:00:00:00:20', '*', 'eth0'),
      fc.string({ maxLength: 20 }),
    );
    const line = fc.array(word, { maxLength: 7 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        for (const [address, mac] of parseArp(lines.join('\n'))) {
          expect(address).toMatch(/^(\d{1,3}\.){3}\d{1,3}$/);
          expect(mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
        }
      }),
    );
  });
});

describe('parseIpNeigh', () => {
  it('reads the IPv6 entries whose MAC is known', () => {
    const text = JSON.stringify([
      { dst: 'fd00::15', dev: 'br-lan', lladdr: '02:77:00:00:00:20', state: ['REACHABLE'] },
      {
        dst: 'fe80::1',
        dev: 'br-lan',
        lladdr: 'AC:DE:48:00:11:22',
        router: null,
        state: ['STALE'],
      },
      { dst: 'fd00::1', dev: 'br-lan', state: ['FAILED'] },
      { dst: '192.168.77.115', dev: 'br-lan', lladdr: '02:77:00:00:00:20', state: ['STALE'] },
      { dst: 'fd00::zz', lladdr: '02:77:00:00:00:20' },
      { dst: 'fd00::16', lladdr: '33:33:00:00:00:01' },
      { dst: 'fd00::17', lladdr: 7 },
      null,
      7,
      'x',
    ]);
    expect([...parseIpNeigh(text)]).toEqual([
      ['fd00::15', '02:77:00:00:00:20'],
      ['fe80::1', 'ac:de:48:00:11:22'],
    ]);
  });

  it('leaves out addresses that a device had on other days', () => {
    const entry = (dst: string, used: unknown, confirmed: unknown) => ({
      dst,
      lladdr: '02:77:00:00:00:20',
      used,
      confirmed,
      state: ['STALE'],
    });
    const text = JSON.stringify([
      entry('fd00::1', 90_000, 90_000),
      entry('fd00::2', 90_000, 3_600),
      entry('fd00::3', 3_600, 90_000),
      entry('fd00::4', 'long', undefined),
      ...Array.from({ length: 60 }, (_, i) => entry(`fd00::a:${i}`, 86_401 + i, 86_401 + i)),
    ]);
    expect([...parseIpNeigh(text).keys()]).toEqual(['fd00::2', 'fd00::3', 'fd00::4']);
  });

  it.each(['', '{}', 'null', '[', 'Object "neigh" is unknown', '"fd00::15"'])(
    'reads nothing in %j',
    (text) => {
      expect(parseIpNeigh(text).size).toBe(0);
    },
  );

  it('is bounded', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => ({
      dst: `fd00::${i.toString(16)}`,
      lladdr: '02:77:00:00:00:20',
    }));
    expect(parseIpNeigh(JSON.stringify(items)).size).toBe(8_192);
    expect(parseIpNeigh(`[${' '.repeat(1_048_576)}]`).size).toBe(0);
  });

  it('never throws, and gives only addresses and MACs', () => {
    const item = fc.record(
      {
        dst: fc.oneof(fc.ipV6(), fc.jsonValue()),
        lladdr: fc.oneof(fc.constant('02:77:00:00:00:20'), fc.jsonValue()),
        used: fc.jsonValue(),
        confirmed: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.array(item).map((items) => JSON.stringify(items)),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (json) => {
        for (const [address, mac] of parseIpNeigh(json)) {
          expect(address).toMatch(/^[0-9a-f:.%]+$/i);
          expect(mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
        }
      }),
    );
  });
});
