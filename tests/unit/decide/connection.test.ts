import { describe, expect, test } from 'vitest';
import { decideConnection } from '../../../src/decide/connection.ts';
import type { ConnectionVerdict } from '../../../src/model/connection.ts';
import type { Device, DeviceId, Level, Mode } from '../../../src/model/device.ts';
import { type Hostname, parseHostname } from '../../../src/model/terms.ts';
import { rule } from '../act/samples.ts';

function name(text: string): Hostname {
  const hostname = parseHostname(text);
  if (hostname === null) throw new Error(`no hostname: ${text}`);
  return hostname;
}

const policy = {
  doNotIntercept: (hostname: Hostname) => ['bank.example', 'both.example'].includes(hostname),
  internal: name('eyelid.internal'),
};
const blocked = rule('block', { title: 'words', text: '||tracker.example^' });
const rules = {
  matchHost: (hostname: Hostname) =>
    ['tracker.example', 'both.example'].includes(hostname) ? blocked : null,
};

function device(level: Level, mode: Mode): Device {
  return {
    id: 'ip:192.0.2.1' as DeviceId,
    address: '192.0.2.1',
    mac: null,
    name: null,
    groups: [],
    level,
    levelFrom: 'hand',
    mode,
    firstSeen: 0,
    lastSeen: 0,
  };
}

const INTERCEPT: ConnectionVerdict = { action: 'intercept' };
// The reference alone: the title is not part of it.
const BLOCK: ConnectionVerdict = {
  action: 'block',
  rule: { list: 'meta.txt', line: 7, text: '||tracker.example^' },
};
const tunnel = (
  reason: 'level-off' | 'level-hostname' | 'do-not-intercept',
): ConnectionVerdict => ({
  action: 'tunnel',
  reason,
});
const OFF = tunnel('level-off');
const CLOSED = tunnel('level-hostname');
const LISTED = tunnel('do-not-intercept');

/** Host, SNI, then what happens at off, hostname, full, and at hostname in mode observe. */
const rows: readonly (readonly [
  string,
  string | null,
  ConnectionVerdict,
  ConnectionVerdict,
  ConnectionVerdict,
  ConnectionVerdict,
])[] = [
  ['eyelid.internal', null, INTERCEPT, INTERCEPT, INTERCEPT, INTERCEPT],
  ['192.0.2.9', 'eyelid.internal', INTERCEPT, INTERCEPT, INTERCEPT, INTERCEPT],
  ['shop.example', 'shop.example', OFF, CLOSED, INTERCEPT, CLOSED],
  ['shop.example', null, OFF, CLOSED, INTERCEPT, CLOSED],
  ['tracker.example', 'tracker.example', OFF, BLOCK, INTERCEPT, CLOSED],
  ['tracker.example', null, OFF, BLOCK, INTERCEPT, CLOSED],
  ['192.0.2.9', 'tracker.example', OFF, BLOCK, INTERCEPT, CLOSED],
  ['tracker.example', 'front.example', OFF, BLOCK, INTERCEPT, CLOSED],
  ['bank.example', 'bank.example', OFF, LISTED, LISTED, LISTED],
  ['192.0.2.9', 'bank.example', OFF, LISTED, LISTED, LISTED],
  ['bank.example', 'other.example', OFF, LISTED, LISTED, LISTED],
  ['both.example', 'both.example', OFF, BLOCK, BLOCK, LISTED],
  ['bank.example', 'tracker.example', OFF, BLOCK, BLOCK, LISTED],
];

describe('decideConnection', () => {
  test.each(rows)('%s with SNI %s', (host, sni, off, hostname, full, observed) => {
    const decide = (level: Level, mode: Mode = 'enforce'): ConnectionVerdict =>
      decideConnection(
        {
          device: device(level, mode),
          destination: { hostname: name(host), port: 443 },
          sni: sni === null ? null : name(sni),
        },
        rules,
        policy,
      );
    expect(decide('off')).toEqual(off);
    expect(decide('hostname')).toEqual(hostname);
    expect(decide('full')).toEqual(full);
    expect(decide('hostname', 'observe')).toEqual(observed);
  });

  test('in mode observe a listed host that is blocked by name is tunnelled at full too', () => {
    const facts = {
      device: device('full', 'observe'),
      destination: { hostname: name('both.example'), port: 443 },
      sni: null,
    };
    expect(decideConnection(facts, rules, policy)).toEqual(LISTED);
  });

  test('at level off the rules are not asked', () => {
    const asked = { matchHost: () => expect.unreachable('the rules were asked') };
    const facts = {
      device: device('off', 'enforce'),
      destination: { hostname: name('tracker.example'), port: 443 },
      sni: null,
    };
    expect(decideConnection(facts, asked, policy)).toEqual(OFF);
  });

  test('the rules are told who asks', () => {
    const forKids = {
      matchHost: (_hostname: Hostname, { groups }: Device) =>
        groups.includes('kids') ? blocked : null,
    };
    const facts = (groups: readonly string[]) => ({
      device: { ...device('hostname', 'enforce'), groups },
      destination: { hostname: name('tracker.example'), port: 443 },
      sni: null,
    });
    expect(decideConnection(facts(['kids']), forKids, policy)).toEqual(BLOCK);
    expect(decideConnection(facts([]), forKids, policy)).toEqual(CLOSED);
  });

  test('a level that does not exist is a bug', () => {
    const facts = {
      device: device('half' as Level, 'enforce'),
      destination: { hostname: name('shop.example'), port: 443 },
      sni: null,
    };
    expect(() => decideConnection(facts, rules, policy)).toThrow('unexpected value: "half"');
  });
});
