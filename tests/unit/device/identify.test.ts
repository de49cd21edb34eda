import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileConfigured } from '../../../src/device/configured.ts';
import { bareAddress, identify } from '../../../src/device/identify.ts';

const TV = '02:77:00:00:00:20';
const nobody = compileConfigured([]);

function owners(entries: Record<string, string>) {
  // A Map, because the fuzzed texts are also asked for: `__proto__` is no entry.
  const table = new Map(Object.entries(entries));
  return {
    lookup: (address: string) => table.get(address) ?? null,
    addressesOf: (mac: string) => [...table.keys()].filter((address) => table.get(address) === mac),
  };
}

describe('identify', () => {
  it.each([
    ['192.168.1.5', `mac:${TV}`, '192.168.1.5'],
    ['::ffff:192.168.1.5', `mac:${TV}`, '192.168.1.5'],
    ['fe80::5%eth0', `mac:${TV}`, 'fe80::5'],
    ['FE80::5', `mac:${TV}`, 'fe80::5'],
    ['192.168.1.6', 'ip:192.168.1.6', '192.168.1.6'],
    ['127.0.0.3', 'ip:127.0.0.3', '127.0.0.3'],
    ['::ffff:127.0.0.3', 'ip:127.0.0.3', '127.0.0.3'],
    ['::1', 'ip:::1', '::1'],
  ])('%s is %s', (from, id, address) => {
    const known = owners({ '192.168.1.5': TV, 'fe80::5': TV });
    const identity = identify(from, known, nobody);
    expect(identity).toMatchObject({ id, address });
    expect(identity.mac).toBe(id.startsWith('mac:') ? TV : null);
  });

  it.each([
    [3, 0, true],
    [4, 0, false],
    [1, 24, true],
    [1, 25, false],
  ])('%i IPv4 and %i IPv6 addresses on one MAC: one device is %s', (v4, v6, one) => {
    const entries: Record<string, string> = {};
    for (let i = 1; i <= v4; i++) entries[`192.168.1.${i}`] = TV;
    for (let i = 1; i <= v6; i++) entries[`fd00::${i}`] = TV;
    const { id, mac } = identify('192.168.1.1', owners(entries), nobody);
    expect(id).toBe(one ? `mac:${TV}` : 'ip:192.168.1.1');
    expect(mac).toBe(one ? TV : null);
  });

  it('applies what the file says of an address to all addresses of the card', () => {
    const configured = compileConfigured([{ match: '192.168.1.5', name: 'TV' }]);
    const known = owners({ '192.168.1.5': TV, 'fe80::5': TV });
    expect(identify('fe80::5', known, configured).configured?.name).toBe('TV');
  });

  it('applies what the file says of a MAC to no address behind a router', () => {
    const configured = compileConfigured([
      { match: TV, name: 'TV' },
      { match: '192.168.1.2', name: 'behind' },
    ]);
    const entries: Record<string, string> = {};
    for (let i = 1; i <= 4; i++) entries[`192.168.1.${i}`] = TV;
    expect(identify('192.168.1.1', owners(entries), configured).configured).toBeNull();
    expect(identify('192.168.1.2', owners(entries), configured).configured?.name).toBe('behind');
  });

  it('takes any text', () => {
    const configured = compileConfigured([{ match: '::/0' }, { match: '0.0.0.0/0' }]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
        const identity = identify(text, owners({}), configured);
        expect(identity.id).toBe(`ip:${bareAddress(text)}`);
        expect(bareAddress(identity.address)).toBe(identity.address);
      }),
    );
  });
});
