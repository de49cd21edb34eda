import type { Fingerprint } from '../../model/program.ts';
import type { Recent, RecentExchange, RecentRefusal } from '../../model/recent.ts';
import type { Reason } from './weigh.ts';

/** A program that did not take our certificate for a host. */
export interface RefusedHost {
  readonly host: string;
  readonly program: Fingerprint;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly reasons: readonly Reason[];
}

/** Closed once without a word, a connection may have been one in reserve. */
const SILENCES = 2;

/** Refusals by host and program, with what speaks for and against each. */
export function refusedHosts({ refusals, exchanges }: Recent): readonly RefusedHost[] {
  const groups = new Map<string, [RecentRefusal, ...RecentRefusal[]]>();
  for (const one of refusals) {
    const key = `${one.program} ${one.host}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const hosts = new Set(refusals.map(({ host }) => host));
  const newest = new Map<string, Later>();
  for (const one of exchanges) if (hosts.has(one.host)) newest.set(one.host, after(newest, one));
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1) ?? group[0];
    const isCertain = group.some(({ kind }) => kind !== 'silence');
    if (!isCertain && group.length < SILENCES) return [];
    const { host, program } = last;
    const reasons = reasonsAgainst(last, isCertain, newest.get(last.host));
    const times = { count: group.length, first: group[0].at, last: last.at };
    return [{ host, program, ...times, reasons }];
  });
}

/** When a host last answered, and when a connection to it was last passed through. */
interface Later {
  readonly answered: number;
  readonly unopened: number;
}

function after(known: ReadonlyMap<string, Later>, one: RecentExchange): Later {
  const { answered, unopened } = known.get(one.host) ?? { answered: 0, unopened: 0 };
  const isAnswered = one.kind !== 'tunnel' && one.status !== null;
  const isUnopened = one.tunnel === 'refused' || one.tunnel === 'program-refuses';
  return {
    answered: isAnswered ? Math.max(answered, one.at) : answered,
    unopened: isUnopened ? Math.max(unopened, one.at) : unopened,
  };
}

function reasonsAgainst(
  { at }: RecentRefusal,
  isCertain: boolean,
  { answered, unopened }: Later = { answered: 0, unopened: 0 },
): readonly Reason[] {
  const said = isCertain
    ? { points: 62, words: 'It said so and broke off; nothing of what it wanted came through.' }
    : { points: 34, words: 'It closed the connection each time without asking for anything.' };
  if (answered > at) {
    const words = 'Since then something was asked of that host and answered.';
    return [said, { points: -40, words }];
  }
  if (unopened > at) {
    const words = 'Since then its connections are passed through unopened: try the app again.';
    return [said, { points: -25, words }];
  }
  return [said];
}
