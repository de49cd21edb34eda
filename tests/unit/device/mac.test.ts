import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRandomMac, parseMac } from '../../../src/device/mac.ts';

describe('parseMac', () => {
  it.each([
    ['aa:bb:cc:dd:ee:ff', 'aa:bb:cc:dd:ee:ff'],
    ['A0-1B-2C-3D-4E-5F', 'a0:1b:2c:3d:4e:5f'],
    ['00:00:00:00:00:01', '00:00:00:00:00:01'],
    ['00:00:00:00:00:00', null],
    ['ff:ff:ff:ff:ff:ff', null],
    ['01:00:5e:00:00:fb', null],
    ['33:33:00:00:00:01', null],
    ['aa:bb:cc:dd:ee', null],
    ['aa:bb:cc:dd:ee:ff:00', null],
    ['aabbccddeeff', null],
    ['', null],
    [' aa:bb:cc:dd:ee:ff', null],
  ])('reads "%s" as %s', (text, mac) => {
    expect(parseMac(text)).toBe(mac);
  });

  it('reads its own result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (octets) => {
        const text = [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('-');
        const mac = parseMac(text.toUpperCase());
        const group = ((octets[0] as number) & 1) === 1;
        const empty = octets.every((octet) => octet === 0);
        expect(mac).toBe(group || empty ? null : text.replaceAll('-', ':'));
        if (mac !== null) expect(parseMac(mac)).toBe(mac);
      }),
    );
  });
});

describe('isRandomMac', () => {
  it('is told by the second digit', () => {
    const random = [...'0123456789abcdefABCDEF'].filter((digit) =>
      isRandomMac(`3${digit}:bb:cc:dd:ee:ff`),
    );
    expect(random.join('')).toBe('26aeAE');
  });
});
