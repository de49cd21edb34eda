import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf, learn, leave, newHostTrust, newProgram } from '../../../src/decide/trust.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Fingerprint, HostTrust, Program, TrustEvidence } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';

const START = Date.UTC(2026, 2, 3);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WHO = { device: 'ip:192.0.2.1' as DeviceId, fingerprint: 'f'.repeat(24) as Fingerprint };

/** A program whose connections are told one after the other, at times since the start. */
function history() {
  let program: Program = newProgram(WHO, START);
  const hosts = new Map<string, HostTrust>();
  const of = (hostname: string) =>
    hosts.get(hostname) ?? newHostTrust({ ...WHO, hostname: hostname as Hostname });
  const tell = (hostname: string, evidence: TrustEvidence, at: number) => {
    const known = learn({ program, host: of(hostname) }, evidence, START + at);
    program = known.program;
    hosts.set(hostname, known.host);
  };
  type No = 'alert' | 'silence' | 'incompatible';
  return {
    request: (hostname: string, at = 0) => tell(hostname, { kind: 'request', proof: 'use' }, at),
    no: (hostname: string, kind: No, at = 0, openedAt = at - SECOND, blocked = false) =>
      tell(hostname, { kind, blocked, openedAt: START + openedAt }, at),
    blocked: (hostname: string, kind: No, at = 0) =>
      tell(hostname, { kind, blocked: true, openedAt: START + at }, at),
    facts: (hostname: string, at = 0) => factsOf(program, of(hostname), START + at),
    grpc: (hostname: string, at = 0) => tell(hostname, { kind: 'grpc' }, at),
    program: () => program,
    host: of,
  };
}

describe('a program', () => {
  it('of which nothing is known may be probed, and is not proven', () => {
    expect(history().facts('a.test')).toEqual({
      level: null,
      proven: false,
      refuses: null,
      refusesHost: null,
      mayProbe: true,
    });
  });

  it.each(['check', 'internal', 'probe', 'use'] as const)('is proven by a request: %s', (proof) => {
    const fresh = {
      program: newProgram(WHO, START),
      host: newHostTrust({ ...WHO, hostname: 'a.test' as Hostname }),
    };
    const { program, host } = learn(fresh, { kind: 'request', proof }, START + 5);
    expect(program).toMatchObject({ proof, provenAt: START + 5, carriedAt: START + 5 });
    expect(host.carriedAt).toBe(START + 5);
    expect(factsOf(program, host, START + 5)).toMatchObject({ proven: true, mayProbe: false });
    const again = learn({ program, host }, { kind: 'request', proof: 'use' }, START + 9);
    expect(again.program).toMatchObject({ proof, provenAt: START + 5, carriedAt: START + 9 });
  });

  it('that says no to a probe is not probed again for an hour, then two, up to a day', () => {
    const one = history();
    const waits = [1, 2, 4, 8, 16, 24, 24];
    let at = 0;
    for (const hours of waits) {
      one.blocked('tracker.test', 'alert', at);
      expect(one.facts('tracker.test', at + hours * HOUR - 1).mayProbe).toBe(false);
      at += hours * HOUR;
      expect(one.facts('tracker.test', at)).toMatchObject({ mayProbe: true, proven: false });
    }
    expect(one.facts('tracker.test', at).refusesHost).toBe(null);
  });

  it('that closes a probe in silence is probed again after ten minutes', () => {
    const one = history();
    one.blocked('tracker.test', 'silence');
    expect(one.facts('tracker.test', 10 * MINUTE - 1).mayProbe).toBe(false);
    expect(one.facts('tracker.test', 10 * MINUTE).mayProbe).toBe(true);
  });

  it('begins its probes anew once it took one', () => {
    const one = history();
    one.blocked('tracker.test', 'alert');
    one.request('tracker.test', 2 * HOUR);
    expect(one.program()).toMatchObject({ failedProbes: 0, probeAfter: 0, proof: 'use' });
  });

  it('that refuses three hosts falls back for an hour, and longer each time', () => {
    const one = history();
    let at = 0;
    for (const hours of [1, 2, 4, 8, 16, 24, 24]) {
      one.no(`a.${at}.test`, 'alert', at);
      one.no(`b.${at}.test`, 'alert', at);
      expect(one.facts('other.test', at).refuses).toBe(null);
      one.no(`c.${at}.test`, 'alert', at);
      expect(one.facts('other.test', at)).toMatchObject({ refuses: 'alert', mayProbe: false });
      expect(one.facts('other.test', at + hours * HOUR - 1).refuses).toBe('alert');
      at += hours * HOUR;
      expect(one.facts('other.test', at).refuses).toBe(null);
    }
  });

  it('that refuses the same host three times does not', () => {
    const one = history();
    for (const at of [0, 2 * DAY, 6 * DAY]) one.no('a.test', 'alert', at);
    expect(one.facts('b.test', 6 * DAY).refuses).toBe(null);
  });

  it('is forgiven by the first request', () => {
    const one = history();
    for (const name of ['a.test', 'b.test', 'c.test']) one.no(name, 'alert');
    one.request('eyelid.internal', MINUTE);
    expect(one.facts('d.test', MINUTE)).toMatchObject({ refuses: null, proven: true });
  });

  it('whose requests come between its refusals does not fall back', () => {
    const one = history();
    for (let i = 0; i < 10; i += 1) {
      one.no(`app${i}.test`, 'alert', i * MINUTE);
      one.request('shop.test', i * MINUTE);
    }
    expect(one.facts('other.test', 10 * MINUTE).refuses).toBe(null);
    expect(one.facts('app3.test', 10 * MINUTE).refusesHost).toBe('alert');
  });

  it('shares its fingerprint with apps that do not trust: it worked a moment ago', () => {
    const one = history();
    one.request('shop.test');
    for (let i = 0; i < 6; i += 1) one.no(`app${i}.test`, 'alert', 9 * MINUTE);
    expect(one.facts('other.test', 9 * MINUTE).refuses).toBe(null);
  });

  it('that lost the authority falls back, hosts that worked included', () => {
    const one = history();
    const names = ['a.test', 'b.test', 'c.test'];
    for (const name of names) one.request(name);
    for (const name of names) one.no(name, 'alert', DAY);
    expect(one.facts('a.test', DAY)).toMatchObject({ refuses: 'alert', refusesHost: null });
    expect(one.facts('a.test', DAY + HOUR).refuses).toBe(null);
  });

  it('that cannot speak with us is left closed for a month', () => {
    const one = history();
    one.no('a.test', 'incompatible');
    expect(one.facts('b.test', 30 * DAY - 1)).toMatchObject({ refuses: 'incompatible' });
    expect(one.facts('b.test', 30 * DAY).refuses).toBe(null);
    const blocked = history();
    blocked.blocked('tracker.test', 'incompatible');
    expect(blocked.facts('b.test').refuses).toBe('incompatible');
  });
});

describe('a host', () => {
  it('is passed through after one alert for a day, then two, up to thirty', () => {
    const one = history();
    let at = 0;
    for (const days of [1, 2, 4, 8, 16, 30, 30]) {
      one.no('a.test', 'alert', at);
      expect(one.facts('a.test', at + days * DAY - 1).refusesHost).toBe('alert');
      at += days * DAY;
      expect(one.facts('a.test', at).refusesHost).toBe(null);
    }
    expect(one.facts('b.test').refusesHost).toBe(null);
  });

  it('begins anew after a week without a refusal', () => {
    const one = history();
    one.no('a.test', 'alert');
    one.no('a.test', 'alert', 8 * DAY);
    expect(one.host('a.test').refusal).toMatchObject({ times: 1, until: START + 9 * DAY });
  });

  it('is passed through after the second silent close', () => {
    const one = history();
    one.no('a.test', 'silence');
    expect(one.facts('a.test').refusesHost).toBe(null);
    one.no('a.test', 'silence', 30 * MINUTE);
    expect(one.facts('a.test', 30 * MINUTE).refusesHost).toBe('silence');
    expect(one.facts('a.test', DAY + 30 * MINUTE).refusesHost).toBe(null);
  });

  it('is not, where the two are more than half an hour apart', () => {
    const one = history();
    one.no('a.test', 'silence');
    one.no('a.test', 'silence', 30 * MINUTE + 1);
    expect(one.facts('a.test', 31 * MINUTE).refusesHost).toBe(null);
    one.no('a.test', 'silence', 40 * MINUTE);
    expect(one.facts('a.test', 40 * MINUTE).refusesHost).toBe('silence');
  });

  it('is not, where both were opened for the same attempt', () => {
    const one = history();
    one.no('a.test', 'silence', 0, -100);
    for (let i = 1; i < 6; i += 1) one.no('a.test', 'silence', i * 10, -90);
    expect(one.facts('a.test', 100).refusesHost).toBe(null);
    one.no('a.test', 'silence', 200, 150);
    expect(one.facts('a.test', 200).refusesHost).toBe('silence');
  });

  it('that ever worked is not learnt in silence, nor by alerts with requests between', () => {
    const one = history();
    for (let i = 1; i < 20; i += 1) {
      one.request('a.test', i * MINUTE);
      one.no('a.test', 'silence', i * MINUTE + 1);
      one.no('a.test', 'alert', i * MINUTE + 2 * SECOND);
      one.no('a.test', 'silence', i * MINUTE + 3 * SECOND);
    }
    expect(one.facts('a.test', 20 * MINUTE).refusesHost).toBe(null);
    expect(one.host('a.test')).toMatchObject({ carriedAt: START + 19 * MINUTE, refusal: null });
  });

  it('that worked is passed through for half an hour after two alerts in a row, then longer', () => {
    const one = history();
    one.request('a.test');
    let at = 0;
    for (const minutes of [30, 60, 120]) {
      one.no('a.test', 'alert', at + MINUTE);
      // Connections of the same moment are the same attempt.
      one.no('a.test', 'alert', at + MINUTE + 1, at + MINUTE);
      expect(one.facts('a.test', at + MINUTE).refusesHost).toBe(null);
      one.no('a.test', 'alert', at + 2 * MINUTE);
      at += 2 * MINUTE;
      expect(one.facts('a.test', at + minutes * MINUTE - 1).refusesHost).toBe('alert');
      at += minutes * MINUTE;
      expect(one.facts('a.test', at).refusesHost).toBe(null);
    }
    expect(one.host('a.test').carriedAt).toBe(START);
  });

  it('that worked is not passed through for alerts that are far apart', () => {
    const one = history();
    one.request('a.test');
    for (let hour = 1; hour < 9; hour += 1) one.no('a.test', 'alert', hour * HOUR);
    expect(one.facts('a.test', 8 * HOUR).refusesHost).toBe(null);
  });

  it('that works after all is free again', () => {
    const one = history();
    one.no('a.test', 'alert');
    one.request('a.test', DAY);
    expect(one.host('a.test')).toMatchObject({ refusal: null, carriedAt: START + DAY });
  });

  it('that is blocked by name is never learnt', () => {
    const one = history();
    for (let i = 0; i < 20; i += 1) {
      one.blocked('tracker.test', 'silence', i * DAY);
      one.blocked('tracker.test', 'alert', i * DAY);
    }
    expect(one.facts('tracker.test', 20 * DAY).refusesHost).toBe(null);
  });

  it('learns nothing from what was under way when it was learnt', () => {
    const one = history();
    one.no('a.test', 'alert');
    const before = one.host('a.test');
    one.no('a.test', 'alert', SECOND);
    one.no('a.test', 'silence', SECOND);
    expect(one.host('a.test')).toEqual(before);
  });
});

describe('a host that a program speaks gRPC with', () => {
  it('is passed through for a day, whatever else the program asks it for', () => {
    const one = history();
    one.grpc('a.test');
    one.request('a.test', SECOND);
    expect(one.facts('a.test', SECOND)).toMatchObject({ proven: true, refusesHost: 'grpc' });
    expect(one.facts('b.test', SECOND).refusesHost).toBe(null);
    expect(one.facts('a.test', DAY - 1).refusesHost).toBe('grpc');
    expect(one.facts('a.test', DAY).refusesHost).toBe(null);
  });

  it('is learnt once from a burst of calls, and for longer when it is found again', () => {
    const one = history();
    one.request('a.test');
    for (let i = 0; i < 5; i += 1) one.grpc('a.test', i);
    expect(one.host('a.test').refusal).toMatchObject({ reason: 'grpc', until: START + DAY });
    one.grpc('a.test', DAY);
    expect(one.host('a.test').refusal).toMatchObject({ times: 2, until: START + 3 * DAY });
  });

  it('does not count against the program', () => {
    const one = history();
    for (const name of ['a.test', 'b.test', 'c.test', 'd.test']) one.grpc(name);
    expect(one.program()).toMatchObject({ refused: [], refusal: null, proof: null });
  });

  it('that refused before is passed through for the reason that was first', () => {
    const one = history();
    one.no('a.test', 'alert');
    one.grpc('a.test', SECOND);
    expect(one.facts('a.test', SECOND).refusesHost).toBe('alert');
    one.request('a.test', SECOND);
    expect(one.facts('a.test', SECOND).refusesHost).toBe(null);
  });
});

describe('whatever happens', () => {
  const names = ['a.test', 'b.test', 'c.test', 'd.test'];
  const step = fc.record({
    hostname: fc.constantFrom(...names),
    kind: fc.constantFrom('request', 'grpc', 'alert', 'silence', 'incompatible'),
    blocked: fc.boolean(),
    wait: fc.nat(3 * DAY),
  });

  it('a blocked host is never passed through, and what is learnt has an end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const one = history();
        let at = 0;
        for (const { hostname, kind, blocked, wait } of steps) {
          at += wait;
          // A name is blocked or it is not: the first one is.
          if (kind === 'request') one.request(hostname, at);
          else if (kind === 'grpc')
            void (blocked || hostname === 'a.test' || one.grpc(hostname, at));
          else if (blocked || hostname === 'a.test') one.blocked(hostname, kind as 'alert', at);
          else one.no(hostname, kind as 'alert', at);
          expect(one.program().refused.length).toBeLessThan(3);
          expect(one.facts('a.test', at).refusesHost).toBe(null);
          for (const name of names) {
            expect(one.facts(name, at + 31 * DAY)).toMatchObject({
              refuses: null,
              refusesHost: null,
            });
          }
        }
      }),
    );
  });
});

describe('a host that a person wants passed through', () => {
  it('is, for a month, whatever it did before; a request under our leaf frees it', () => {
    const host = newHostTrust({ ...WHO, hostname: 'a.test' as Hostname });
    const program = newProgram(WHO, START);
    const left = leave({ ...host, carriedAt: START, silences: 1, silentSince: START }, START);
    expect(left).toMatchObject({ carriedAt: START, silences: 0 });
    expect(factsOf(program, left, START + 30 * DAY - 1).refusesHost).toBe('alert');
    expect(factsOf(program, left, START + 30 * DAY).refusesHost).toBeNull();
    const after = learn({ program, host: left }, { kind: 'request', proof: 'use' }, START + 1);
    expect(after.host.refusal).toBeNull();
  });

  it('keeps the reason that it was learnt by, and says nothing against the program', () => {
    const story = history();
    story.no('a.test', 'silence', 0);
    story.no('a.test', 'silence', MINUTE);
    const left = leave(story.host('a.test'), START + MINUTE);
    expect(left.refusal).toMatchObject({ reason: 'silence', until: START + MINUTE + 30 * DAY });
    expect(story.program().refusal).toBeNull();
  });
});
