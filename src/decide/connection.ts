import type { ConnectionFacts, ConnectionVerdict } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import { assertNever } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';

/** The part of the rules that can be asked before anything is opened. */
export interface HostRules {
  matchHost(hostname: Hostname, device: Device): Rule | null;
}

export interface ConnectionPolicy {
  doNotIntercept(hostname: Hostname): boolean;
  /** The name under which the proxy serves its own page. */
  readonly internal: Hostname;
}

/**
 * What to do with a CONNECT, or with a TLS connection whose name is known. Both
 * names count, the one the client asked the proxy for and the one it asks the
 * server for: either may be a bare address, and a block of either is a block.
 *
 * 1. The internal name is always intercepted: it is how trust is proven.
 * 2. Level `off`: tunnel.
 * 3. The do-not-intercept list: tunnel, unless the host is blocked by name.
 * 4. Level `hostname`: block if the host is blocked by name, else tunnel.
 * 5. Level `full`: intercept. Hosts blocked by name too, since an answer that
 *    the page can live with is better than a connection that fails.
 *
 * In mode `observe` nothing is blocked by name: what would have been blocked is
 * tunnelled.
 */
export function decideConnection(
  facts: ConnectionFacts,
  rules: HostRules,
  policy: ConnectionPolicy,
): ConnectionVerdict {
  const { device } = facts;
  const names = namesOf(facts);

  // 1. The internal name.
  if (names.includes(policy.internal)) return { action: 'intercept' };

  // 2. Level off: not even the rules are asked.
  if (device.level === 'off') return { action: 'tunnel', reason: 'level-off' };

  // 3. The do-not-intercept list. One of the two names is enough to leave the
  // connection closed: when in doubt, forward.
  if (names.some((name) => policy.doNotIntercept(name))) {
    return blockByName(facts, names, rules) ?? { action: 'tunnel', reason: 'do-not-intercept' };
  }

  switch (device.level) {
    // 4. Level hostname.
    case 'hostname':
      return blockByName(facts, names, rules) ?? { action: 'tunnel', reason: 'level-hostname' };
    // 5. Level full.
    case 'full':
      return { action: 'intercept' };
    default:
      return assertNever(device.level);
  }
}

function namesOf({ destination, sni }: ConnectionFacts): readonly Hostname[] {
  if (sni === null || sni === destination.hostname) return [destination.hostname];
  return [destination.hostname, sni];
}

function blockByName(
  facts: ConnectionFacts,
  names: readonly Hostname[],
  rules: HostRules,
): ConnectionVerdict | null {
  if (facts.device.mode === 'observe') return null;
  for (const name of names) {
    const rule = rules.matchHost(name, facts.device);
    if (rule !== null) {
      const { list, line, text } = rule;
      return { action: 'block', rule: { list, line, text } };
    }
  }
  return null;
}
