import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuleset } from '../../../src/doctor/nft.ts';

type Expr = readonly Readonly<Record<string, unknown>>[];

const chain = (name: string, hook: string | null, policy = 'accept', table = 'eyelid') => ({
  chain: {
    family: 'inet',
    table,
    name,
    ...(hook === null ? {} : { type: 'filter', hook, prio: 0, policy }),
  },
});
const rule = (chainName: string, expr: Expr, table = 'eyelid') => ({
  rule: { family: 'inet', table, chain: chainName, expr },
});
const meta = (key: string, right: unknown) => ({
  match: { op: '==', left: { meta: { key } }, right },
});
const udp443 = {
  match: { op: '==', left: { payload: { protocol: 'udp', field: 'dport' } }, right: 443 },
};
const tcp = (port: number) => ({
  match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: port },
});
const tproxy = (family: string, addr: string | undefined) => [
  { tproxy: { family, ...(addr === undefined ? {} : { addr }), port: 7180 } },
  { mangle: { key: { meta: { key: 'mark' } }, value: 123 } },
  { accept: null },
];
const ACCEPT = { accept: null };

const steering = [
  { metainfo: { version: '1.0.6' } },
  { table: { family: 'inet', name: 'eyelid' } },
  chain('not_ours', null),
  chain('prerouting', 'prerouting'),
  rule('not_ours', [meta('iifname', { set: ['lan0', 'lan1'] }), ACCEPT]),
  rule('prerouting', [{ jump: { target: 'not_ours' } }]),
  rule('prerouting', tproxy('ip', '127.0.0.1')),
  rule('prerouting', tproxy('ip6', '::1')),
];
const read = (...items: readonly unknown[]) => parseRuleset(JSON.stringify({ nftables: items }));

describe('parseRuleset', () => {
  it('finds what is steered, from where, and by which mark', () => {
    expect(read(...steering)).toEqual({
      steers: [
        { family: 'ip', address: '127.0.0.1', port: 7180, mark: 123 },
        { family: 'ip6', address: '::1', port: 7180, mark: 123 },
      ],
      interfaces: ['lan0', 'lan1'],
      quic: 'free',
      droppingInput: [],
      foreign: false,
    });
    // As nft 1.0 prints a rule of iptables.
    expect(read(rule('PREROUTING', [tcp(80), { xt: { type: 'target', name: 'TPROXY' } }]))).toEqual(
      { steers: [], interfaces: [], quic: 'free', droppingInput: [], foreign: true },
    );
    expect(read(rule('x', tproxy('ip', undefined).slice(0, 1)))?.steers).toEqual([
      { family: 'ip', address: null, port: 7180, mark: null },
    ]);
  });

  it.each([
    ['reject', [udp443, { counter: {} }, { reject: { type: 'icmpx' } }]],
    ['reject', [udp443, { counter: {} }, { xt: { type: 'target', name: 'REJECT' } }]],
    ['drop', [udp443, { drop: null }]],
    ['free', [udp443, ACCEPT]],
    ['free', [tcp(443), { reject: {} }]],
    ['reject', [{ match: { ...udp443.match, right: { set: [80, 443] } } }, { reject: {} }]],
  ])('QUIC: %s', (quic, expr) => {
    const forward = [chain('forward', 'forward'), chain('quic', null)];
    expect(read(...forward, rule('forward', expr))?.quic).toBe(quic);
    const jump = rule('forward', [{ jump: { target: 'quic' } }]);
    expect(read(...forward, jump, rule('quic', expr))?.quic).toBe(quic);
    expect(read(...forward, rule('elsewhere', expr))?.quic).toBe('free');
  });

  const input = (policy: string, ...rules: readonly Expr[]) =>
    read(
      ...steering,
      chain('input', 'input', policy, 'filter'),
      chain('more', null, 'accept', 'filter'),
      ...rules.map((expr) => rule('input', expr, 'filter')),
      rule('more', [meta('mark', 123), ACCEPT], 'filter'),
    )?.droppingInput;

  it.each<readonly [string, string, readonly Expr[], boolean]>([
    ['nothing is dropped', 'accept', [[tcp(22), ACCEPT]], false],
    ['all but ssh is dropped', 'drop', [[tcp(22), ACCEPT]], true],
    ['the mark is accepted', 'drop', [[meta('mark', 123), { counter: {} }, ACCEPT]], false],
    ['another mark is accepted', 'drop', [[meta('mark', 7), ACCEPT]], true],
    // As nft 1.0.6 prints what iptables 1.8.9 made, ufw's rules among them.
    [
      'iptables accepts what stands already',
      'drop',
      [[{ xt: { type: 'match', name: 'conntrack' } }, { counter: {} }, ACCEPT]],
      true,
    ],
    [
      'iptables accepts the mark',
      'drop',
      [
        [{ xt: { type: 'match', name: 'addrtype' } }, { counter: {} }, ACCEPT],
        [meta('mark', 123), { counter: {} }, ACCEPT],
      ],
      false,
    ],
    [
      'iptables drops some of it at the end',
      'accept',
      [[{ xt: { type: 'match', name: 'conntrack' } }, { counter: {} }, { drop: null }]],
      false,
    ],
    ['the mark is accepted further on', 'drop', [[{ jump: { target: 'more' } }]], false],
    ['the home network is accepted', 'drop', [[meta('iifname', 'lan0'), ACCEPT]], false],
    ['loopback alone is accepted', 'drop', [[meta('iifname', 'lo'), ACCEPT]], true],
    ['the mark on one port only', 'drop', [[meta('mark', 123), tcp(80), ACCEPT]], true],
    [
      'the last rule drops',
      'accept',
      [
        [tcp(22), ACCEPT],
        [{ counter: {} }, { drop: null }],
      ],
      true,
    ],
    ['the last rule drops some', 'accept', [[tcp(23), { drop: null }]], false],
  ])('%s', (_what, policy, rules, eaten) => {
    expect(input(policy, ...rules)).toEqual(eaten ? ['inet filter input'] : []);
  });

  it('follows chains that jump to each other once', () => {
    const loop = [
      chain('input', 'input', 'drop', 'f'),
      chain('a', null, 'accept', 'f'),
      rule('input', [{ jump: { target: 'a' } }], 'f'),
      rule('a', [{ jump: { target: 'a' } }], 'f'),
      rule('a', [{ goto: { target: 'input' } }], 'f'),
    ];
    expect(read(...loop)?.droppingInput).toEqual(['inet f input']);
  });

  it('is null for what is no rule set, and never throws', () => {
    for (const text of ['', '{}', '[]', 'table inet x {', '{"nftables": 5}', 'null']) {
      expect(parseRuleset(text)).toBeNull();
    }
    const items = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ chain: fc.jsonValue() }),
        fc.record({ rule: fc.record({ expr: fc.jsonValue(), chain: fc.jsonValue() }) }),
      ),
    );
    fc.assert(
      fc.property(items, (list) => {
        expect(parseRuleset(JSON.stringify({ nftables: list }))).not.toBeNull();
      }),
    );
  });
});
