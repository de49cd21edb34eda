import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundName, nameFromHost, namesInOrder } from '../../../src/device/names.ts';

describe('nameFromHost', () => {
  it.each([
    ['living-room-tv', 'living-room-tv'],
    ['Annas-iPhone.fritz.box', 'Annas-iPhone'],
    ['nas.home.arpa.', 'nas'],
    ['*', null],
    ['', null],
    ['.lan', null],
    ['localhost', null],
    ['unknown', null],
    ['192.168.1.5', null],
    ['dhcp-192-168-1-5.lan', null],
    ['ip-10_0_0_7.internal', null],
    ['02-77-00', null],
    ['a\u202eb\u0007c', 'a b c'],
  ])('%j gives %j', (host, name) => {
    expect(nameFromHost(host)).toBe(name);
  });

  it('never throws, whatever a device calls itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (host) => {
        const name = nameFromHost(host);
        if (name !== null) expect(name.length).toBeGreaterThan(0);
        expect((name ?? '').length).toBeLessThanOrEqual(63);
      }),
    );
  });
});

it('the first source that knows a name gives it; any change is a change', () => {
  const source = (version: number, found: FoundName | null) => ({ version, nameOf: () => found });
  const owner = { mac: null, addresses: [] };
  const lease = source(2, { name: 'tv', from: 'lease' });
  const dns = source(3, { name: 'tv.lan', from: 'dns' });
  expect(namesInOrder([lease, dns]).nameOf(owner)?.from).toBe('lease');
  expect(namesInOrder([source(0, null), dns]).nameOf(owner)?.from).toBe('dns');
  expect(namesInOrder([]).nameOf(owner)).toBeNull();
  expect(namesInOrder([lease, dns]).version).toBe(5);
});
