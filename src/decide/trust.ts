import type {
  HostTrust,
  Program,
  ProgramFacts,
  Refusal,
  RefusalReason,
  TrustEvidence,
  TrustState,
  TrustSubject,
} from '../model/program.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** For how long something learnt holds: `first`, then twice as long each time, up to `last`. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** A host that a program refuses is passed through for so long, and then tried again. */
const HOST: Span = { first: DAY, last: 30 * DAY };
/**
 * A host that worked and is refused again: two people of one computer, or a web
 * view and the browser whose fingerprint it has. Who trusts us does without us
 * there for a while, so that the other is not shown an error for ever.
 */
const WORKED: Span = { first: HOUR / 2, last: DAY };
/** A program that refuses several hosts is left closed for so long. */
const PROGRAM: Span = { first: HOUR, last: DAY };
/** When a program is probed again that said no, or only closed. */
const PROBE_ALERT: Span = { first: HOUR, last: DAY };
const PROBE_SILENCE: Span = { first: 10 * MINUTE, last: DAY };
/** What a program can speak changes when it is replaced, which gives it another fingerprint. */
const INCOMPATIBLE: Span = { first: 30 * DAY, last: 30 * DAY };

/** One silent close may be a person who changed their mind. */
const SILENCES = 2;
/** One alert of a host that works may be a page that was left. */
const ALERTS_WHERE_IT_WORKED = 2;
const IN_A_ROW = 30 * MINUTE;
/** So many hosts, and it is the program that does not trust the authority. */
const HOSTS_OF_A_PROGRAM = 3;
/** Apps share the fingerprint of a browser that works; it speaks for them for so long. */
const RECENTLY = 10 * MINUTE;
/** Who was quiet for so long begins anew. */
const FORGIVEN = 7 * DAY;

/** A program that was never seen before. */
export function newProgram(
  { device, fingerprint }: Pick<Program, 'device' | 'fingerprint'>,
  now: number,
): Program {
  return {
    device,
    fingerprint,
    name: null,
    level: null,
    proof: null,
    provenAt: null,
    carriedAt: null,
    refused: [],
    refusal: null,
    failedProbes: 0,
    probeAfter: 0,
    firstSeen: now,
    lastSeen: now,
  };
}

/** A program and a host of which nothing is known. */
export function newHostTrust({ device, fingerprint, hostname }: TrustSubject): HostTrust {
  const nothing = { carriedAt: null, silences: 0, silentSince: 0, silentAt: 0, refusal: null };
  return { device, fingerprint, hostname, ...nothing };
}

/**
 * What is known after one more connection.
 *
 * 1. A request under our leaf proves the program, and frees it and this host of
 *    all that was learnt against them.
 * 2. A client that cannot speak with us at all is left closed, whatever it asks for.
 * 3. A no at a host that is blocked by name is no reason to pass that through: it
 *    puts the next probe off, and an alert counts for step 5.
 * 4. A host is passed through after one alert, or after the second silent close
 *    within half an hour. One that ever worked is passed through for a shorter
 *    while and only for two alerts in a row with no request between; silence
 *    says nothing of it.
 * 5. A program that refuses three hosts, and neither worked in between nor just
 *    before, falls back to level `hostname`.
 * 6. A host that a program speaks gRPC with is passed through for it, although it
 *    took our leaf; a request does not undo that, nor does it count against the
 *    program.
 *
 * Returns the same parts where nothing changed.
 */
export function learn(state: TrustState, evidence: TrustEvidence, now: number): TrustState {
  // 1. It works.
  if (evidence.kind === 'request') return afterRequest(state, evidence.proof, now);
  // 6. It works, but not here.
  if (evidence.kind === 'grpc') return { program: state.program, host: afterGrpc(state.host, now) };
  const { kind, blocked, openedAt } = evidence;
  const { program, host } = state;
  // Connections that were under way when something was learnt say nothing new.
  if (holds(program.refusal, now)) return state;
  // 2. It cannot.
  if (kind === 'incompatible') {
    return {
      program: { ...program, refusal: next(program.refusal, kind, INCOMPATIBLE, now) },
      host,
    };
  }
  // 3. It was only asked.
  if (blocked) return { program: afterProbe(state, kind, now), host };
  // 4. The host.
  const learnt = afterNo(host, kind, openedAt, now);
  // 5. The program.
  const counts = kind === 'alert' || (learnt.refusal !== null && learnt.refusal !== host.refusal);
  return { program: counts ? refusing(state, kind, now) : program, host: learnt };
}

/**
 * A host that a person wants passed through unopened, because the program does
 * not work with it: as one that it refused, for as long as any.
 */
export function leave(host: HostTrust, now: number): HostTrust {
  const reason = host.refusal?.reason ?? 'alert';
  const refusal: Refusal = { reason, since: now, until: now + HOST.last, times: 1 };
  return { ...host, silences: 0, refusal };
}

/** The part of it that counts where a connection is decided. */
export function factsOf(program: Program, host: HostTrust | null, now: number): ProgramFacts {
  const refuses = reasonNow(program.refusal, now);
  const proven = program.proof !== null;
  return {
    level: program.level,
    proven,
    refuses,
    refusesHost: reasonNow(host?.refusal ?? null, now),
    mayProbe: !proven && refuses === null && program.probeAfter <= now,
  };
}

function reasonNow(refusal: Refusal | null, now: number): RefusalReason | null {
  return holds(refusal, now) ? refusal.reason : null;
}

function holds(refusal: Refusal | null, now: number): refusal is Refusal {
  return refusal !== null && refusal.until > now;
}

function afterRequest(
  { program, host }: TrustState,
  proof: NonNullable<Program['proof']>,
  now: number,
): TrustState {
  return {
    program: {
      ...program,
      proof: program.proof ?? proof,
      provenAt: program.provenAt ?? now,
      carriedAt: now,
      refused: [],
      refusal: null,
      failedProbes: 0,
      probeAfter: 0,
    },
    host: {
      ...newHostTrust(host),
      carriedAt: now,
      refusal: host.refusal?.reason === 'grpc' ? host.refusal : null,
    },
  };
}

/** A burst of calls is one lesson. */
function afterGrpc(host: HostTrust, now: number): HostTrust {
  if (holds(host.refusal, now)) return host;
  return { ...host, refusal: next(host.refusal, 'grpc', HOST, now) };
}

function afterNo(
  host: HostTrust,
  kind: 'alert' | 'silence',
  openedAt: number,
  now: number,
): HostTrust {
  if (holds(host.refusal, now)) return host;
  const worked = host.carriedAt !== null;
  if (worked && kind === 'silence') return host;
  if (!worked && kind === 'alert') return refused(host, kind, HOST, now);
  if (host.silences > 0 && openedAt <= host.silentAt) return host;
  const goesOn = host.silences > 0 && now - host.silentSince <= IN_A_ROW;
  const silences = goesOn ? host.silences + 1 : 1;
  if (silences >= (worked ? ALERTS_WHERE_IT_WORKED : SILENCES)) {
    return refused(host, kind, worked ? WORKED : HOST, now);
  }
  return { ...host, silences, silentSince: goesOn ? host.silentSince : now, silentAt: now };
}

function refused(host: HostTrust, kind: 'alert' | 'silence', span: Span, now: number): HostTrust {
  return { ...host, silences: 0, refusal: next(host.refusal, kind, span, now) };
}

/** What said no counts against the program; what only closed may have changed its mind. */
function afterProbe(state: TrustState, kind: 'alert' | 'silence', now: number): Program {
  const program = kind === 'alert' ? refusing(state, kind, now) : state.program;
  if (program.proof !== null) return program;
  const span = kind === 'alert' ? PROBE_ALERT : PROBE_SILENCE;
  const failedProbes = program.failedProbes + 1;
  return { ...program, failedProbes, probeAfter: now + lengthOf(span, failedProbes) };
}

function refusing({ program, host }: TrustState, kind: 'alert' | 'silence', now: number): Program {
  const { refused, carriedAt } = program;
  if (refused.includes(host.hostname)) return program;
  const all = [...refused, host.hostname];
  if (all.length < HOSTS_OF_A_PROGRAM) return { ...program, refused: all };
  // What worked a moment ago shares its fingerprint with what does not.
  if (carriedAt !== null && now - carriedAt < RECENTLY) return program;
  return { ...program, refused: [], refusal: next(program.refusal, kind, PROGRAM, now) };
}

function next(before: Refusal | null, reason: RefusalReason, span: Span, now: number): Refusal {
  const goesOn = before !== null && now - before.until < FORGIVEN;
  const times = goesOn ? before.times + 1 : 1;
  return { reason, since: now, until: now + lengthOf(span, times), times };
}

function lengthOf({ first, last }: Span, times: number): number {
  return Math.min(first * 2 ** Math.min(times - 1, 30), last);
}
