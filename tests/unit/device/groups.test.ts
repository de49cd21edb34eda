import { describe, expect, it } from 'vitest';
import { compileGroups } from '../../../src/device/groups.ts';

const groupsOf = compileGroups({
  kids: { members: ["Anna's Tablet", 'AA-BB-CC-DD-EE-0E'] },
  guests: { members: ['192.168.2.0/24', '2001:db8::/32'], level: 'hostname' },
  tv: { members: ['192.168.1.5'] },
  all: { members: ['0.0.0.0/0', '::/0'], level: 'full', mode: 'observe' },
  none: { members: [] },
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
    expect(groupsOf({ ...nobody, ...traits }).names).toEqual(groups);
  });

  it('without groups, nobody is in one', () => {
    expect(compileGroups({})({ ...nobody, addresses: ['10.0.0.1'] })).toEqual({
      names: [],
      level: null,
      mode: null,
    });
  });

  it.each([
    [['192.168.2.77'], 'hostname', 'observe'],
    [['192.168.1.5'], 'full', 'observe'],
    [[], null, null],
  ])('the first group of %j that has a level or a mode gives it', (addresses, level, mode) => {
    expect(groupsOf({ ...nobody, addresses })).toMatchObject({ level, mode });
  });
});
