import { describe, expect, it } from 'vitest';
import { compileConfigured } from '../../../src/device/configured.ts';

const TV = '02:77:00:00:00:20';

describe('compileConfigured', () => {
  it.each([
    ['192.168.1.5', null, ['192.168.1.5'], true],
    ['192.168.1.5', null, ['192.168.1.50'], false],
    ['192.168.1.64/26', null, ['192.168.1.127'], true],
    ['192.168.1.64/26', null, ['192.168.1.128'], false],
    ['0.0.0.0/0', null, ['8.8.8.8'], true],
    ['0.0.0.0/0', null, ['fd00::1'], false],
    ['fd00::/8', null, ['fdff::1'], true],
    ['FD00:0:0::5', null, ['fd00::5'], true],
    ['fd00::/8', null, ['10.0.0.1'], false],
    ['192.168.1.5', TV, ['fd00::5', '192.168.1.5'], true],
    ['02-77-00-00-00-20', TV, ['192.168.1.5'], true],
    [TV, null, ['192.168.1.5'], false],
    [TV, 'ac:de:48:00:11:22', ['192.168.1.5'], false],
    ['0.0.0.0/0', null, ['', 'nonsense'], false],
  ])('%s on %s at %j: %s', (match, mac, addresses, fits) => {
    const device = { match, name: 'it' };
    const found = compileConfigured([device]).find(mac, addresses);
    expect(found).toBe(fits ? device : null);
  });

  it('takes the first in file order', () => {
    const configured = compileConfigured([
      { match: '192.168.1.5', name: 'first' },
      { match: TV, name: 'second' },
      { match: '192.168.1.0/24', name: 'third' },
    ]);
    expect(configured.find(TV, ['192.168.1.5'])?.name).toBe('first');
    expect(configured.find(TV, ['192.168.1.6'])?.name).toBe('second');
    expect(configured.find(null, ['192.168.1.6'])?.name).toBe('third');
  });

  it.each(['', 'tv', '192.168.1.5/33', '192.168.1.5/', '192.168.1.5/1/2', '::/129', '1.2.3.4/x'])(
    'refuses "%s"',
    (match) => {
      expect(() => compileConfigured([{ match }])).toThrowError(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: `reading devices: "${match}" is neither a MAC address nor an IP address or a range of them`,
        }),
      );
    },
  );
});
