import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Leases, parseLeases } from '../../../src/device/leases.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TV = '02:77:00:00:00:20';
const FILE = `1795289378 ${TV} 192.168.77.115 living-room-tv 01:${TV}
1795289390 3c:22:fb:10:20:30 192.168.77.116 * *
0 06-3c:22:fb:10:20:31 192.168.77.117 printer *
1795289390 not-a-mac 192.168.77.118 odd *
not a lease at all
1795289390 ${TV} nowhere lost *
duid 00:01:00:01:2c:aa
1795289400 12345 FD77::9 laptop 00:01:00:01
`;

describe('parseLeases', () => {
  it('reads names by MAC and by address', () => {
    const { byMac, byAddress } = parseLeases(FILE);
    expect([...byMac]).toEqual([
      [TV, 'living-room-tv'],
      ['3c:22:fb:10:20:31', 'printer'],
    ]);
    expect([...byAddress]).toEqual([
      ['192.168.77.115', 'living-room-tv'],
      ['192.168.77.117', 'printer'],
      ['192.168.77.118', 'odd'],
      ['fd77::9', 'laptop'],
    ]);
  });

  it('never throws, and holds no more than 8,192', () => {
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.nat(), fc.string(), fc.ipV4(), fc.string())
        .map(([expiry, ...rest]) => `${expiry} ${rest.join(' ')} *`),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { byAddress } = parseLeases(lines.join('\n'));
        expect(byAddress.size).toBeLessThanOrEqual(lines.join('\n').split('\n').length);
      }),
    );
    const many = Array.from({ length: 9_000 }, (_, i) => `1 x 10.0.${i >> 8}.${i & 255} n${i} *`);
    expect(parseLeases(many.join('\n')).byAddress.size).toBe(8_192);
  });
});

describe('Leases', () => {
  const file = () => path.join(temporaryFolder(), 'dnsmasq.leases');

  it('names by MAC first, then by address, and says when that changed', () => {
    const at = file();
    const leases = new Leases([at]);
    onTestFinished(() => leases.close());
    leases.start();
    const tv = { mac: TV, addresses: ['192.168.77.117'] };
    const printer = { mac: null, addresses: ['fe80::1', '192.168.77.117'] };
    expect(leases.nameOf(tv)).toBeNull();
    expect(leases.version).toBe(0);

    writeFileSync(at, FILE);
    leases.refresh();
    expect(leases.nameOf(tv)).toEqual({ name: 'living-room-tv', from: 'lease' });
    expect(leases.nameOf(printer)).toEqual({ name: 'printer', from: 'lease' });
    expect(leases.version).toBe(1);
    leases.refresh();
    expect(leases.version).toBe(1);

    writeFileSync(at, `1 ${TV} 192.168.77.115 bedroom-tv-of-anna *\n`);
    leases.refresh();
    expect(leases.nameOf(tv)?.name).toBe('bedroom-tv-of-anna');
    expect(leases.nameOf(printer)).toBeNull();
    rmSync(at);
    leases.refresh();
    expect(leases.nameOf(tv)).toBeNull();
    expect(leases.version).toBe(3);
  });

  it('leaves alone what is no plain file', () => {
    const folder = temporaryFolder();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const leases = new Leases([folder, pipe]);
    leases.refresh();
    expect(leases.version).toBe(0);
  });
});
