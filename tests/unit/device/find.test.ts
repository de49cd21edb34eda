import { describe, expect, it } from 'vitest';
import { findDevice, kernelMacOf, type MacOf } from '../../../src/device/find.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import { AppError } from '../../../src/model/errors.ts';
import { device } from '../../support/status-ports.ts';

const CARD = '02:77:00:00:00:20';
const TV = device({
  id: `mac:${CARD}` as DeviceId,
  address: 'fd77::20',
  mac: CARD,
  name: 'Television',
});
const GUEST = device({
  id: 'ip:192.168.1.9' as DeviceId,
  address: '192.168.1.9',
  mac: null,
  name: 'Guest',
});
/** The television has two addresses, and one that was the guest's. */
const macOf: MacOf = (address) =>
  ['fd77::20', '192.168.1.20', '192.168.1.9'].includes(address) ? CARD : null;
const nobody: MacOf = () => null;

describe('findDevice', () => {
  it.each(['television', 'Television', 'fd77::20', 'FD77::20', CARD, CARD.toUpperCase(), TV.id])(
    'finds it by %s',
    (wanted) => {
      expect(findDevice([GUEST, TV], wanted, nobody)).toBe(TV);
    },
  );

  it('finds it by an address that it was not seen at last', () => {
    expect(findDevice([GUEST, TV], '192.168.1.20', macOf)).toBe(TV);
    expect(findDevice([GUEST, TV], '192.168.1.20', nobody)).toBeNull();
  });

  it('takes the card before what was once known by the address alone', () => {
    expect(findDevice([GUEST, TV], '192.168.1.9', macOf)).toBe(TV);
    expect(findDevice([GUEST], '192.168.1.9', macOf)).toBe(GUEST);
    expect(findDevice([GUEST, TV], 'ip:192.168.1.9', macOf)).toBe(GUEST);
  });

  it('does not choose among several', () => {
    const twin = device({ ...GUEST, name: 'Television' });
    const find = () => findDevice([TV, twin], 'television', nobody);
    expect(find).toThrow(AppError);
    expect(find).toThrow('looking for the device "television": 2 devices of that name');
  });
});

describe('kernelMacOf', () => {
  it.each(['198.51.100.7', '2001:db8::7', '::1', '127.0.0.1', 'a name'])(
    'knows no card of %s',
    (address) => {
      expect(kernelMacOf(address)).toBeNull();
    },
  );
});
