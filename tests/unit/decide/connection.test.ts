import { describe, expect, test } from 'vitest';
import { decideConnection } from '../../../src/decide/connection.ts';
import type { ConnectionVerdict, TunnelReason } from '../../../src/model/connection.ts';
import type { Device, DeviceId, Level, Mode } from '../../../src/model/device.ts';
import type { ProgramFacts } from '../../../src/model/program.ts';
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
  trusted: 'full' as Level,
};
const blocked = rule('block', { title: 'words', text: '||tracker.example^' });
const rules = {
  matchHost: (hostname: Hostname) =>
    ['tracker.example', 'both.example'].includes(hostname) ? blocked : null,
  mayMatchHost: (hostname: Hostname) => hostname === 'pixel.example',
};

const UNKNOWN: ProgramFacts = {
  level: null,
  proven: false,
  refuses: null,
  refusesHost: null,
  mayProbe: true,
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
  probe: false,
};
const tunnel = (reason: TunnelReason): ConnectionVerdict => ({ action: 'tunnel', reason });
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
          program: UNKNOWN,
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
      program: UNKNOWN,
    };
    expect(decideConnection(facts, rules, policy)).toEqual(LISTED);
  });

  test('at level off the rules are not asked', () => {
    const asked = {
      matchHost: () => expect.unreachable('the rules were asked'),
      mayMatchHost: () => expect.unreachable('the rules were asked'),
    };
    const facts = {
      device: device('off', 'enforce'),
      destination: { hostname: name('tracker.example'), port: 443 },
      sni: null,
      program: UNKNOWN,
    };
    expect(decideConnection(facts, asked, policy)).toEqual(OFF);
  });

  test('the rules are told who asks', () => {
    const forKids = {
      mayMatchHost: () => false,
      matchHost: (_hostname: Hostname, { groups }: Device) =>
        groups.includes('kids') ? blocked : null,
    };
    const facts = (groups: readonly string[]) => ({
      device: { ...device('hostname', 'enforce'), groups },
      destination: { hostname: name('tracker.example'), port: 443 },
      sni: null,
      program: UNKNOWN,
    });
    expect(decideConnection(facts(['kids']), forKids, policy)).toEqual(BLOCK);
    expect(decideConnection(facts([]), forKids, policy)).toEqual(CLOSED);
  });

  test.each([
    ['shop.example', 'full', 'no-common-protocol'],
    ['shop.example', 'hostname', 'level-hostname'],
    ['bank.example', 'full', 'do-not-intercept'],
    ['shop.example', 'off', 'level-off'],
  ] as const)('what cannot be served is passed through: %s at %s', (host, level, reason) => {
    expect(decideConnection(unservable(host, level), rules, policy)).toEqual(tunnel(reason));
  });

  test('what cannot be served is refused where it is blocked by name, and never probed', () => {
    expect(decideConnection(unservable('tracker.example', 'full'), rules, policy)).toEqual(BLOCK);
    const facts = unservable('tracker.example', 'hostname');
    const unproven = { ...facts, device: { ...facts.device, levelFrom: 'default' as const } };
    expect(decideConnection(unproven, rules, policy)).toEqual(BLOCK);
  });

  test('a level that does not exist is a bug', () => {
    const facts = {
      device: device('half' as Level, 'enforce'),
      destination: { hostname: name('shop.example'), port: 443 },
      sni: null,
      program: UNKNOWN,
    };
    expect(() => decideConnection(facts, rules, policy)).toThrow('unexpected value: "half"');
  });
});

/** A connection whose ClientHello offers nothing that it could be opened with. */
function unservable(host: string, level: Level) {
  return {
    device: device(level, 'enforce'),
    destination: { hostname: name(host), port: 443 },
    sni: name(host),
    program: UNKNOWN,
    unservable: 'no-common-protocol' as const,
  };
}

/** What is decided for a program of a device of which nobody said anything. */
function programAt(
  host: string,
  program: Partial<ProgramFacts>,
  { trusted = 'full', ...change }: Partial<Device> & { readonly trusted?: Level } = {},
): ConnectionVerdict {
  return decideConnection(
    {
      device: { ...device('hostname', 'enforce'), levelFrom: 'default', ...change },
      destination: { hostname: name(host), port: 443 },
      sni: name(host),
      program: { ...UNKNOWN, ...program },
    },
    rules,
    { ...policy, trusted },
  );
}

const PROVEN = { proven: true, mayProbe: false } as const;
const PROBE: ConnectionVerdict = { ...BLOCK, probe: true } as ConnectionVerdict;

describe('a program', () => {
  test.each([
    ['of which nothing is known', {}, tunnel('program-unproven'), PROBE],
    ['that was just probed', { mayProbe: false }, tunnel('program-unproven'), BLOCK],
    ['that is proven', PROVEN, INTERCEPT, INTERCEPT],
    ['that speaks gRPC with the host', { ...PROVEN, refusesHost: 'grpc' }, tunnel('grpc'), BLOCK],
    ['that refuses the host', { ...PROVEN, refusesHost: 'alert' }, tunnel('refused'), BLOCK],
    ['that refuses all', { ...PROVEN, refuses: 'silence' }, tunnel('program-refuses'), BLOCK],
    [
      'that cannot be served',
      { mayProbe: false, refuses: 'incompatible' },
      tunnel('program-incompatible'),
      BLOCK,
    ],
    ['set to hostname', { ...PROVEN, level: 'hostname' }, CLOSED, BLOCK],
    ['set to off', { ...PROVEN, level: 'off' }, OFF, OFF],
    ['set to full', { level: 'full' }, INTERCEPT, INTERCEPT],
  ] as const)('%s', (_what, facts, shop, tracker) => {
    expect(programAt('shop.example', facts)).toEqual(shop);
    expect(programAt('tracker.example', facts)).toEqual(tracker);
  });

  test('at level trackers has the hosts opened that some rule is about', () => {
    const at = (host: string, facts: Partial<ProgramFacts> = PROVEN) =>
      programAt(host, facts, { trusted: 'trackers' });
    expect(at('shop.example')).toEqual(tunnel('nothing-to-match'));
    expect(at('pixel.example')).toEqual(INTERCEPT);
    expect(at('tracker.example')).toEqual(INTERCEPT);
    expect(at('bank.example')).toEqual(LISTED);
    expect(at('pixel.example', { ...PROVEN, refusesHost: 'silence' })).toEqual(tunnel('refused'));
    expect(at('pixel.example', {})).toEqual(tunnel('program-unproven'));
  });

  test('is not probed where a proof would open nothing', () => {
    expect(programAt('tracker.example', {}, { trusted: 'hostname' })).toEqual(BLOCK);
    expect(programAt('tracker.example', {}, { levelFrom: 'hand' })).toEqual(BLOCK);
    expect(programAt('tracker.example', { level: 'hostname' })).toEqual(BLOCK);
    expect(programAt('tracker.example', {}, { mode: 'observe' })).toEqual(
      tunnel('program-unproven'),
    );
  });

  test('of a device whose level somebody set proves nothing to any effect', () => {
    const config = { levelFrom: 'config' } as const;
    expect(programAt('shop.example', PROVEN, config)).toEqual(CLOSED);
    expect(programAt('shop.example', { level: 'full' }, config)).toEqual(CLOSED);
    expect(programAt('shop.example', { level: 'full' }, { levelFrom: 'hand' })).toEqual(INTERCEPT);
    expect(programAt('shop.example', {}, { level: 'full', levelFrom: 'hand' })).toEqual(INTERCEPT);
  });

  test('that refuses is left closed, whoever wants it open', () => {
    const forced = { level: 'full', levelFrom: 'config' } as const;
    expect(programAt('shop.example', { refuses: 'alert' }, forced)).toEqual(
      tunnel('program-refuses'),
    );
    expect(programAt('shop.example', { refusesHost: 'alert' }, forced)).toEqual(tunnel('refused'));
    expect(programAt('eyelid.internal', { refuses: 'alert' }, forced)).toEqual(INTERCEPT);
  });

  test('of a device at off is left alone, whatever it proved or was set to', () => {
    for (const facts of [PROVEN, { level: 'full' as const }]) {
      expect(programAt('tracker.example', facts, { level: 'off' })).toEqual(OFF);
    }
  });
});
