import { describe, expect, it } from 'vitest';
import { checkCoverage, checkIpv6 } from '../../../src/doctor/network.ts';
import type { Ruleset } from '../../../src/doctor/nft.ts';

const steer = { family: 'ip6', address: '::1', port: 7180, mark: 123 } as const;
const ruleset: Ruleset = {
  steers: [steer],
  interfaces: ['lan0'],
  quic: 'reject',
  droppingInput: [],
  foreign: false,
};
const lan = { gateway: 'fe80::1', interface: 'lan0' };
const wan = { gateway: 'fe80::9', interface: 'wan0' };
const hidden = { unknown: 'Nft is not installed here.' };

describe('checkIpv6', () => {
  it.each([
    ['nobody offers it', { value: ruleset }, [], 'ok'],
    ['it comes from outside', { value: ruleset }, [wan], 'ok'],
    ['a router beside us offers it', { value: ruleset }, [wan, lan], 'warning'],
    ['nothing is steered', { value: { ...ruleset, steers: [] } }, [lan], 'ok'],
    ['the rules are hidden', hidden, [lan], 'unknown'],
    ['the rules are hidden, and nobody offers it', hidden, [], 'ok'],
  ])('%s', (_what, rules, value, state) => {
    expect(checkIpv6(rules, { value }).state).toBe(state);
  });

  it('says whom it found, or why it did not look', () => {
    expect(checkIpv6({ value: ruleset }, { value: [lan] }).says).toContain('fe80::1 offers IPv6');
    expect(checkIpv6({ value: ruleset }, hidden)).toMatchObject({ says: hidden.unknown });
  });
});

describe('checkCoverage', () => {
  const machine = (last: number, ...addresses: readonly string[]) => ({
    mac: `02:77:00:00:00:${String(last).padStart(2, '0')}`,
    addresses,
  });
  const router = machine(1, '192.168.1.1');
  const tv = machine(20, '192.168.1.20', 'fe80::20');
  const phone = machine(30, 'fd00::30');
  const provider = machine(99, '198.51.100.7', 'fe80::99');
  const facts = (known: readonly string[], ...neighbours: ReturnType<typeof machine>[]) => ({
    value: {
      neighbours,
      known: new Set(known),
      gateways: ['192.168.1.1'],
      isHome: (address: string) => /^(?:192\.168\.|f)/.test(address),
    },
  });

  it.each([
    ['nobody was met', facts([]), 'unknown'],
    ['the router alone was met', facts([], router), 'unknown'],
    ['all are known by MAC', facts([tv.mac], router, tv), 'ok'],
    ['all are known by address', facts(['fe80::20'], tv), 'ok'],
    ['one is not known', facts([tv.mac], router, tv, phone), 'warning'],
    ['a neighbour on the Internet is not known', facts([tv.mac], tv, provider), 'ok'],
    ['nobody else was met', facts([], provider), 'unknown'],
    ['it was not looked at', hidden, 'unknown'],
  ])('%s', (_what, of, state) => {
    expect(checkCoverage(of).state).toBe(state);
  });

  it('names strangers, the first eight of them', () => {
    expect(checkCoverage(facts([], router, tv, phone)).says).toBe(
      '2 of 2 machines that this one has met never used Eyelid: 192.168.1.20 (02:77:00:00:00:20), fd00::30 (02:77:00:00:00:30, seen by IPv6 only).',
    );
    const many = Array.from({ length: 11 }, (_, i) => machine(40 + i, `192.168.1.${40 + i}`));
    expect(checkCoverage(facts([], ...many)).says).toMatch(/ and 3 more\.$/);
  });
});
