import { type Finding, type Known, tell } from './finding.ts';

export interface ClockFacts {
  readonly now: number;
  /** When the authority was made, and until when it is good; null where there is none. */
  readonly authority: { readonly notBefore: number; readonly notAfter: number } | null;
  /** Whether the machine says that its clock follows a time server. */
  readonly synchronized: Known<boolean>;
}

/** Node 20.19 is older than any clock that is right. */
const EARLIEST = Date.UTC(2025, 0, 1);
const MONTH = 30 * 86_400_000;

/** Certificates are good from one moment to another: a wrong clock makes all of them bad. */
export function checkClock({ now, authority, synchronized }: ClockFacts): Finding {
  const say = tell('clock');
  const shown = new Date(now).toISOString().slice(0, 16);
  const setIt = 'Set the clock, and let a time server keep it right.';
  if (now < EARLIEST) return say.failed(`The clock says ${shown}, which is long ago.`, setIt);
  if (authority !== null && now < authority.notBefore) {
    return say.failed(`The clock says ${shown}, which is before the authority was made.`, setIt);
  }
  if (authority !== null && now > authority.notAfter) {
    return say.failed(
      `The clock says ${shown}, and the authority's certificate is good no longer.`,
      'If the clock is right, make a new authority; devices have to trust it anew.',
    );
  }
  if (authority !== null && now > authority.notAfter - MONTH) {
    const end = new Date(authority.notAfter).toISOString().slice(0, 10);
    return say.warning(
      `The authority's certificate is good until ${end} only.`,
      'Make a new one soon, `eyelid ca rotate`, and let the devices trust it.',
    );
  }
  if ('value' in synchronized && !synchronized.value) {
    return say.warning(`The clock says ${shown}, and follows no time server.`, setIt);
  }
  if ('unknown' in synchronized) {
    return say.unknown(
      `The clock says ${shown}, which may be right; whether it follows a time server is not known: ${synchronized.unknown}.`,
      'Compare it with a clock that you trust.',
    );
  }
  return say.ok(`The clock says ${shown}, and follows a time server.`);
}

export interface ResolverFacts {
  readonly servers: readonly string[];
  /** What a question to them came to; null where nothing was asked. */
  readonly answer: 'answered' | 'silent' | null;
}

export function checkResolver({ servers, answer }: ResolverFacts): Finding {
  const say = tell('dns');
  const names = servers.join(', ');
  if (servers.length === 0) {
    return say.failed('This machine has no resolver.', 'Name one in /etc/resolv.conf.');
  }
  if (answer === null) return say.unknown(`The resolvers ${names} were not asked.`);
  if (answer === 'answered') return say.ok(`The resolvers ${names} answer.`);
  return say.failed(
    `The resolvers ${names} do not answer.`,
    'Name one that does in /etc/resolv.conf, or see whether the network is up.',
  );
}

/** A host that was named to be tried, and how it went; null is well. */
export interface Probe {
  readonly target: string;
  readonly error: string | null;
}

export function checkUpstream(probes: readonly Probe[]): Finding {
  const say = tell('upstream');
  if (probes.length === 0) {
    return say.unknown(
      'No server was tried, because none was named.',
      'Name one: `eyelid doctor --probe example.com:443`.',
    );
  }
  const bad = probes.filter(({ error }) => error !== null);
  if (bad.length === 0) {
    return say.ok(`Reached ${probes.map(({ target }) => target).join(', ')}.`);
  }
  return say.failed(
    `Could not reach ${bad.map(({ target, error }) => `${target} (${error})`).join(', ')}.`,
    "See whether this machine's own way to the Internet is open.",
  );
}
