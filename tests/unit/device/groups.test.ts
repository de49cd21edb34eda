import { describe, expect, it } from 'vitest';
import { compileGroups } from '../../../src/device/groups.ts';

const groupsOf = compileGroups({
  kids: ["Anna's Tablet", 'AA-BB-CC-DD-EE-0E'],
  guests: ['192.168.2.0/24', '2001:db8::/32'],
  tv: ['192.168.1.5'],
  all: ['0.0.0.0/0', '::/0'],
  none: [],
});

const nobody = { mac: null, name: null, addresses: [] };

describe('compileGroups', () => {
  it.each([
    [{ name: "anna's tablet" }, ['kids']],
    [{ name: 'Anna' }, []],
    [{ mac: 'aa:bb:cc:dd:ee:0e' }, ['kids']],
    [{ mac: 'aa:bb:cc:dd:ee:00' }, []],
    [{ addresses: ['192.168.2.77'] }, ['guests', 'all']],
    [{ addresses: ['fe80::1', '2001:db8::7'] }, ['guests', 'all']],
    [{ addresses: ['fe80::1', '192.168.1.5'] }, ['tv', 'all']],
    [{ name: '192.168.1.5' }, []],
    [{ name: "Anna's Tablet", addresses: ['192.168.1.5'] }, ['kids', 'tv', 'all']],
    [{}, []],
  ])('%j is in %j', (traits, groups) => {
    expect(groupsOf({ ...nobody, ...traits })).toEqual(groups);
  });

  it('without groups, nobody is in one', () => {
    expect(compileGroups({})({ ...nobody, addresses: ['10.0.0.1'] })).toEqual([]);
  });
});
