import { describe, expect, it } from 'vitest';
import type { Ruleset } from '../../../src/doctor/nft.ts';
import {
  checkFirewall,
  checkForwarding,
  checkQuic,
  checkRouting,
  checkRuleset,
  checkSockets,
} from '../../../src/doctor/steering.ts';

const v4 = { family: 'ip', address: '127.0.0.1', port: 7180, mark: 0x7b } as const;
const v6 = { family: 'ip6', address: '::1', port: 7180, mark: 0x7b } as const;
const rules = (changes: Partial<Ruleset> = {}): { readonly value: Ruleset } => ({
  value: {
    steers: [v4, v6],
    interfaces: ['lan0'],
    quic: 'reject',
    droppingInput: [],
    foreign: false,
    ...changes,
  },
});
const nobody = rules({ steers: [] });
const hidden = { unknown: 'nft shows that to root only: run doctor with sudo.' };

describe('where nothing is steered, all is well; what was not seen is said', () => {
  it.each([
    ['steering', (of: typeof nobody | typeof hidden) => checkRuleset(of, ['lan0'])],
    ['forwarding', (of: typeof nobody | typeof hidden) => checkForwarding(of, true)],
    ['transparent', (of: typeof nobody | typeof hidden) => checkSockets(of, { value: [] })],
    ['firewall', checkFirewall],
    ['quic', checkQuic],
  ])('%s', (check, examine) => {
    expect(examine(nobody)).toMatchObject({ check, state: 'ok' });
    expect(examine(hidden)).toMatchObject({ check, state: 'unknown', says: hidden.unknown });
  });
});

it.each([
  [[v4, v6], 'ok'],
  [[v4], 'warning'],
])('steering %j: %s', (steers, state) => {
  expect(checkRuleset(rules({ steers }), ['lan0']).state).toBe(state);
});

describe('checkSockets', () => {
  const at = (address: string, transparent = true, port = 7180) => ({ address, port, transparent });
  it.each([
    ['both there', [at('127.0.0.1'), at('::1')], 'ok', null],
    ['one missing', [at('127.0.0.1')], 'failed', /Nothing listens at ::1 7180/],
    ['none', [], 'failed', /Nothing listens at 127/],
    ['on another port', [at('127.0.0.1', true, 7181), at('::1')], 'failed', /Nothing listens/],
    ['one not transparent', [at('127.0.0.1'), at('::1', false)], 'failed', /::1 7180 is not tr/],
    ['at any address', [at('0.0.0.0'), at('*')], 'ok', null],
  ])('%s', (_what, value, state, says) => {
    const found = checkSockets(rules(), { value });
    expect(found.state).toBe(state);
    if (says !== null) expect(found.says).toMatch(says);
  });

  it('a rule without address takes any socket of its port', () => {
    const free = rules({ steers: [{ ...v4, address: null }] });
    expect(checkSockets(free, { value: [at('127.0.0.1')] }).state).toBe('ok');
    expect(checkSockets(free, hidden).state).toBe('unknown');
  });
});

describe('checkRouting', () => {
  const route = (rule: boolean, local: boolean, family: 'ip' | 'ip6' = 'ip') => ({
    family,
    mark: 0x7b,
    rule,
    local,
  });
  it.each([
    [[route(true, true), route(true, true, 'ip6')], 'ok', null],
    [[route(true, true), route(false, false, 'ip6')], 'failed', /ip -6 rule add fwmark 0x7b/],
    [[route(true, false)], 'failed', /ip -4 route add local/],
    [[], 'ok', null],
  ])('%j: %s', (value, state, fix) => {
    const found = checkRouting({ value });
    expect(found.state).toBe(state);
    if (fix !== null) expect(found.fix).toMatch(fix);
    expect(checkRouting(hidden).state).toBe('unknown');
  });
});

it('a firewall that eats steered connections is named, with what to add', () => {
  expect(checkFirewall(rules()).state).toBe('ok');
  const found = checkFirewall(rules({ droppingInput: ['inet filter input'] }));
  expect(found).toMatchObject({
    state: 'failed',
    fix: 'Add `meta mark 0x7b accept` to that chain.',
  });
  expect(found.says).toContain('"inet filter input"');
});

it.each([
  ['reject', 'ok'],
  ['drop', 'warning'],
  ['free', 'warning'],
] as const)('QUIC that meets %s: %s', (quic, state) => {
  expect(checkQuic(rules({ quic })).state).toBe(state);
});

describe('interfaces', () => {
  it.each([
    [['br-lan'], 'failed'],
    [['br-lan', 'lan0'], 'ok'],
    [['lan*'], 'ok'],
    [[], 'ok'],
  ] as const)('that the rules name, %j, are looked for', (interfaces, state) => {
    expect(checkRuleset(rules({ interfaces }), ['lo', 'lan0']).state).toBe(state);
  });

  it('that are not there are named', () => {
    const { says } = checkRuleset(rules({ interfaces: ['br-lan', 'lan1'] }), ['lan0']);
    expect(says).toContain('"br-lan", "lan1"');
  });
});

it.each([
  [true, 'ok'],
  [false, 'failed'],
  [null, 'unknown'],
])('a gateway that forwards: %s', (forwards, state) => {
  expect(checkForwarding(rules(), forwards)).toMatchObject({ check: 'forwarding', state });
});
