import type { ConnectionFacts, ConnectionVerdict, TunnelReason } from '../model/connection.ts';
import type { Device, Level } from '../model/device.ts';
import { assertNever } from '../model/errors.ts';
import type { RefusalReason } from '../model/program.ts';
import type { Rule, RuleRef } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import { isLeftToProof, levelOf } from './program-level.ts';

/** The part of the rules that can be asked before anything is opened. */
export interface HostRules {
  matchHost(hostname: Hostname, device: Device): Rule | null;
  mayMatchHost(hostname: Hostname): boolean;
}

export interface ConnectionPolicy {
  doNotIntercept(hostname: Hostname): boolean;
  /** The name under which the proxy serves its own page. */
  readonly internal: Hostname;
  /** The level of a program that has proved its trust. */
  readonly trusted: Level;
}

/**
 * What to do with a CONNECT, or with a TLS connection whose name is known. Both
 * names count, the one the client asked the proxy for and the one it asks the
 * server for: either may be a bare address, and a block of either is a block.
 *
 * 1. The internal name is always intercepted: it is how trust is proven.
 * 2. Level `off`: tunnel.
 * 3. The do-not-intercept list: tunnel, unless the host is blocked by name.
 * 4. Level `hostname`: block if the host is blocked by name, else tunnel. What
 *    is blocked may be used to probe a program of which it is not known whether
 *    it trusts us: nothing that worked is at risk.
 * 5. What a program was learnt to refuse, and what it cannot be served with by
 *    its own ClientHello: as level `hostname`, and no probe.
 * 6. Level `trackers`: intercept hosts that some rule is about, tunnel others.
 * 7. Level `full`: intercept. Hosts blocked by name too, since an answer that
 *    the page can live with is better than a connection that fails.
 *
 * In mode `observe` nothing is blocked by name: what would have been blocked is
 * tunnelled, and the log says so.
 */
export function decideConnection(
  facts: ConnectionFacts,
  rules: HostRules,
  policy: ConnectionPolicy,
): ConnectionVerdict {
  const { device, program, unservable = null } = facts;
  const names = namesOf(facts);

  // 1. The internal name.
  if (names.includes(policy.internal)) return { action: 'intercept' };

  // 2. Level off: not even the rules are asked.
  const { level, closed } = levelOf(device, program, policy.trusted);
  if (level === 'off') return { action: 'tunnel', reason: 'level-off' };

  // 3. The do-not-intercept list. One of the two names is enough to leave the
  // connection closed: when in doubt, forward.
  if (names.some((name) => policy.doNotIntercept(name))) {
    return blockByName(facts, names, rules) ?? { action: 'tunnel', reason: 'do-not-intercept' };
  }

  // 4. Level hostname.
  if (level === 'hostname') {
    const isLeft = isLeftToProof(device, program, policy.trusted);
    const probe = program.mayProbe && unservable === null && isLeft;
    return blockByName(facts, names, rules, probe) ?? { action: 'tunnel', reason: closed };
  }

  // 5. What the program refuses, or cannot.
  const left = program.refusesHost === null ? unservable : reasonOf(program.refusesHost);
  if (left !== null) {
    return blockByName(facts, names, rules) ?? { action: 'tunnel', reason: left };
  }

  switch (level) {
    // 6. Level trackers.
    case 'trackers': {
      const isAbout = (name: Hostname): boolean =>
        rules.mayMatchHost(name) || rules.matchHost(name, device) !== null;
      if (names.some(isAbout)) return { action: 'intercept' };
      return { action: 'tunnel', reason: 'nothing-to-match' };
    }
    // 7. Level full.
    case 'full':
      return { action: 'intercept' };
    default:
      return assertNever(level);
  }
}

function reasonOf(refusal: RefusalReason): TunnelReason {
  return refusal === 'grpc' ? 'grpc' : 'refused';
}

function namesOf({ destination, sni }: ConnectionFacts): readonly Hostname[] {
  if (sni === null || sni === destination.hostname) return [destination.hostname];
  return [destination.hostname, sni];
}

function blockByName(
  facts: ConnectionFacts,
  names: readonly Hostname[],
  rules: HostRules,
  probe = false,
): ConnectionVerdict | null {
  if (facts.device.mode === 'observe') return null;
  const rule = ruleAgainst(names, rules, facts.device);
  return rule === null ? null : { action: 'block', rule, probe };
}

/** The rule that blocks a device's connections by one of their names, whatever its mode; or null. */
export function ruleAgainst(
  names: readonly Hostname[],
  rules: Pick<HostRules, 'matchHost'>,
  device: Device,
): RuleRef | null {
  for (const name of names) {
    const rule = rules.matchHost(name, device);
    if (rule !== null) return refOf(rule);
  }
  return null;
}

function refOf({ list, line, text }: Rule): RuleRef {
  return { list, line, text };
}
