import type { Filter } from '../filter/filter.ts';
import { DEFAULT_TYPES } from '../filter/option-names.ts';
import { narrows } from '../filter/rare.ts';
import { isAboutBlocking } from './blocking.ts';
import type { Remark } from './finding.ts';
import { namedHost, withParents } from './named-host.ts';
import type { Place, Places } from './places.ts';

/** An exception for a whole host that undoes at least so many rules is told. */
const MANY_RULES = 5;
/** A list of one rule is undone by whoever undoes that rule. */
const WHOLE_LIST = 2;
/** So many lists are named in a message. */
const MAX_LISTS = 3;

/** An exception, and how many blocking rules name its host or one below it, by list. */
interface Exception {
  readonly place: Place;
  readonly host: string;
  /** It holds for all that is asked of the host. */
  readonly whole: boolean;
}

/** What exceptions undo, found by the hosts that rules name. */
export interface Exceptions {
  add(filter: Filter, place: Place): void;
  /** After the last rule: what there is to say, in the order of the exceptions. */
  findings(): Generator<{ readonly place: Place; readonly remark: Remark }, void, void>;
}

export function createExceptions(places: Places, lists: readonly string[]): Exceptions {
  const exceptions: Exception[] = [];
  const blockedHosts: string[] = [];
  const blockedIn: number[] = [];
  const blocksOf = lists.map(() => 0);

  const add = (filter: Filter, place: Place): void => {
    const { exception, pattern } = filter;
    if (!isAboutBlocking(filter)) return;
    const host = namedHost(pattern);
    if (exception) {
      if (host !== null) exceptions.push({ place, host, whole: isWhole(filter) });
      return;
    }
    const file = places.fileOf(place);
    blocksOf[file] = (blocksOf[file] ?? 0) + 1;
    if (host === null) return;
    blockedHosts.push(host);
    blockedIn.push(file);
  };

  /** For each host of an exception, how many rules of each list name it or a host below it. */
  const tally = (): ReadonlyMap<string, readonly number[]> => {
    const counts = new Map(exceptions.map(({ host }) => [host, lists.map(() => 0)]));
    for (const [i, host] of blockedHosts.entries()) {
      for (const name of withParents(host)) {
        const count = counts.get(name);
        const file = blockedIn[i] as number;
        if (count !== undefined) count[file] = (count[file] as number) + 1;
      }
    }
    return counts;
  };

  function* findings() {
    const counts = tally();
    const blocked = new Set(blockedHosts);
    const hostless = blocksOf.reduce((sum, count) => sum + count, 0) - blockedHosts.length;
    for (const { place, host, whole } of exceptions) {
      const count = counts.get(host) ?? [];
      const isAbove = [...withParents(host)].some((name) => blocked.has(name));
      if (!isAbove && count.every((one) => one === 0)) {
        yield { place, remark: exceptsNothing(host, hostless) };
      } else if (whole) {
        const remark = undoes(host, count, places.fileOf(place));
        if (remark !== null) yield { place, remark };
      }
    }
  }

  const undoes = (host: string, count: readonly number[], own: number): Remark | null => {
    const total = count.reduce((sum, one) => sum + one, 0);
    const undone = lists.flatMap((list, file) => ((count[file] ?? 0) > 0 ? [{ list, file }] : []));
    const whole = undone.find(
      ({ file }) => file !== own && count[file] === blocksOf[file] && total >= WHOLE_LIST,
    );
    if (whole !== undefined) {
      const rules = `all ${blocksOf[whole.file]} blocking rules of ${whole.list}`;
      return { code: 'undoes-list', reason: `it undoes ${rules}` };
    }
    if (total < MANY_RULES) return null;
    const names = undone.map(({ list }) => list);
    const more = names.length > MAX_LISTS ? ` and ${names.length - MAX_LISTS} other lists` : '';
    const where = `${names.slice(0, MAX_LISTS).join(', ')}${more}`;
    const reason = `it undoes all ${total} blocking rules that name "${host}" or a host below it, in ${where}`;
    return { code: 'allows-tracker', reason };
  };

  return { add, findings };
}

function isWhole({ pattern, types, party, methods, page, target, rare, wholePage }: Filter) {
  if (pattern.kind !== 'host' || page !== null || target !== null || methods !== 0) return false;
  if (rare !== null && narrows(rare)) return false;
  return wholePage || (party === 'any' && (types & DEFAULT_TYPES) === DEFAULT_TYPES);
}

function exceptsNothing(host: string, hostless: number): Remark {
  const rest = hostless === 0 ? '' : `; it can undo only such as name none (${hostless})`;
  return {
    code: 'excepts-nothing',
    reason: `no blocking rule in these files names "${host}", a host above or below it${rest}`,
  };
}
