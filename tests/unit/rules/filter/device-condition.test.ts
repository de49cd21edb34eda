import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDevices, parseGroups } from '../../../../src/rules/filter/device-condition.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';

const name = (text: string) => ({ kind: 'name', name: text });
const range = (address: string, prefix: number) => ({ kind: 'range', address, prefix });

describe('devices', () => {
  test.each([
    ['Tablet', [name('tablet')], []],
    ['tablet|~phone', [name('tablet')], [name('phone')]],
    ['~tablet|~phone', [], [name('tablet'), name('phone')]],
    ['AA-BB-CC-DD-EE-0F', [{ kind: 'mac', mac: 'aa:bb:cc:dd:ee:0f' }], []],
    ['aa:bb:cc:dd:ee:0f', [{ kind: 'mac', mac: 'aa:bb:cc:dd:ee:0f' }], []],
    ['192.168.1.5', [range('192.168.1.5', 32)], []],
    ['192.168.1.0/24|~192.168.1.1', [range('192.168.1.0', 24)], [range('192.168.1.1', 32)]],
    ['fd00::/8', [range('fd00::', 8)], []],
    ['2001:db8::1', [range('2001:db8::1', 128)], []],
    ["Anna's phone", [name("anna's phone")], []],
    ['"192.168.1.5"', [name('192.168.1.5')], []],
    ["'Frank\\'s laptop'", [name("frank's laptop")], []],
    ['"Mary\'s, John\'s | Boris\'s"|~"x"', [name("mary's, john's | boris's")], [name('x')]],
    ['Mary\\, John\\|Boris', [name('mary, john|boris')], []],
    ['"no end', [name('"no end')], []],
    ['a\\', [name('a\\')], []],
    ['10.0.0.1/', 'no range of addresses', []],
    ['10.0.0.0/33', 'no range of addresses', []],
    ['10.0.0.0/8/8', 'no range of addresses', []],
    ['a||b', 'the name of a device is missing', []],
    ['a|~', 'the name of a device is missing', []],
  ])('%j', (text, include, exclude) => {
    const devices = parseDevices(text);
    if (typeof include !== 'string') expect(devices).toEqual({ include, exclude });
    else expect(devices).toMatchObject({ reason: expect.stringContaining(include) });
  });

  test.each([
    ["||x.example^$client='Mary\\'s, John\\'s',script", "mary's, john's"],
    ['||x.example^$script,device="a,b"', 'a,b'],
    ['||x.example^$device=a\\,b,script', 'a,b'],
    ['||x.example^$device=Tablet #2', 'tablet #2'],
    ['||x.example^$device=a/b,script', 'a/b'],
  ])('in a filter: %j', (text, wanted) => {
    const line = parseLine(text);
    const filter = line.kind === 'filters' ? line.filters[0] : undefined;
    expect(filter?.rare?.device?.include).toEqual([name(wanted)]);
  });
});

describe('groups', () => {
  test.each([
    ['kids', ['kids'], []],
    ['Kids|~Parents', ['kids'], ['parents']],
    ['device_phone|device_tv', ['device_phone', 'device_tv'], []],
    ['a\\|b', ['a|b'], []],
    ['kids|', 'a name is missing', []],
  ])('%j', (text, include, exclude) => {
    const groups = parseGroups(text);
    if (typeof include !== 'string') expect(groups).toEqual({ include, exclude });
    else expect(groups).toMatchObject({ reason: expect.stringContaining(include) });
  });
});

const part = fc.stringMatching(/^[a-z](?:[ a-z0-9,|"'\\]{0,6}[a-z0-9])?$/);

test('a name is read as it was meant, however it is written', () => {
  const escaped = (text: string) => text.replace(/[,|"'\\]/g, '\\$&');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.boolean(), (names, quotes) => {
      const written = names.map((text) => (quotes ? `"${escaped(text)}"` : escaped(text)));
      expect(parseDevices(written.join('|'))).toEqual({
        include: names.map(name),
        exclude: [],
      });
      const line = parseLine(`||x.example^$device=${written.join('|')},script`);
      const filter = line.kind === 'filters' ? line.filters[0] : undefined;
      expect(filter?.rare?.device?.include).toEqual(names.map(name));
    }),
  );
});

test('nothing that is written makes it throw, or lose its way', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a~|\\"\',/ :1.'), maxLength: 40 });
  fc.assert(
    fc.property(text, (written) => {
      const devices = parseDevices(written);
      if (!('reason' in devices)) {
        expect(devices.include.length + devices.exclude.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});
