import type { NameCondition } from '../filter/filter.ts';
import type { GrowingNumbers } from './growing.ts';
import { mayTakeTime, timed } from './regex-time.ts';
import type { RequestScan } from './request-scan.ts';

/*
 * The conditions of a filter on method, page and asked host, packed one after
 * the other into one block of numbers:
 *
 *     methods, four counts, then the numbers of the names in that order:
 *     pages in, pages out, hosts in, hosts out
 *
 * Each group of numbers is sorted, so that long ones are searched by halves.
 */
const HEADER = 5;

/** Names given by regular expression are rare, and kept beside the block. */
export interface NameRegexes {
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
}

export interface ConditionRegexes {
  readonly page: NameRegexes;
  readonly target: NameRegexes;
}

/** A request's hostnames in numbers (see name-ids.ts), looked up when they are asked for. */
export interface RequestNames {
  page(): readonly number[];
  target(): readonly number[];
}

/** The regular expressions of two conditions, or null where there are none. */
export function regexesOf(
  page: NameCondition | null,
  target: NameCondition | null,
): ConditionRegexes | null {
  const regexes = { page: compile(page), target: compile(target) };
  const all = [regexes.page, regexes.target].flatMap((side) => [...side.include, ...side.exclude]);
  return all.length === 0 ? null : regexes;
}

function compile(condition: NameCondition | null): NameRegexes {
  const regex = (source: string) => new RegExp(source, 'i');
  return {
    include: (condition?.includeRegex ?? []).map(regex),
    exclude: (condition?.excludeRegex ?? []).map(regex),
  };
}

/** Appends conditions; returns where they begin. */
export function packConditions(
  block: GrowingNumbers,
  methods: number,
  page: NameCondition | null,
  target: NameCondition | null,
  idOf: (name: string) => number,
): number {
  const groups = [page?.include, page?.exclude, target?.include, target?.exclude].map((names) =>
    [...new Set((names ?? []).map(idOf))].sort((a, b) => a - b),
  );
  const at = block.length;
  block.push(methods);
  for (const group of groups) block.push(group.length);
  for (const id of groups.flat()) block.push(id);
  return at;
}

/** The numbers of the names of one kind: those that must be met, then those that must not. */
interface Group {
  readonly block: Uint32Array;
  readonly from: number;
  readonly middle: number;
  readonly to: number;
  readonly regexes: NameRegexes | undefined;
}

/** Whether packed conditions hold. */
export function conditionsHold(
  block: Uint32Array,
  at: number,
  scan: RequestScan,
  names: RequestNames,
  regexes: ConditionRegexes | undefined,
): boolean {
  const methods = block[at] as number;
  if (methods !== 0 && (methods & scan.method) === 0) return false;
  // Nearly always no filter at all names the page or the host.
  if (regexes === undefined && names.page().length === 0 && names.target().length === 0) {
    return block[at + 1] === 0 && block[at + 3] === 0;
  }
  const pagesIn = at + HEADER;
  const pagesOut = pagesIn + (block[at + 1] as number);
  const hostsIn = pagesOut + (block[at + 2] as number);
  const hostsOut = hostsIn + (block[at + 3] as number);
  const end = hostsOut + (block[at + 4] as number);
  const pages = { block, from: pagesIn, middle: pagesOut, to: hostsIn, regexes: regexes?.page };
  if (!pageHolds(pages, scan, names)) return false;
  const hosts = { block, from: hostsIn, middle: hostsOut, to: end, regexes: regexes?.target };
  const verdict = side(hosts, names.target, scan.hostname, scan);
  return verdict === 'in' || (verdict === 'none' && !includes(hosts));
}

/**
 * A main document has no page yet: it is asked about itself as well, so that
 * `$removeparam=x,domain=shop.example` cleans the visit to the shop (AdGuard,
 * "$domain modifier matching target domain").
 */
function pageHolds(group: Group, scan: RequestScan, names: RequestNames): boolean {
  const page = side(group, names.page, scan.page, scan);
  const own = scan.isDocument ? side(group, names.target, scan.hostname, scan) : 'none';
  if (page === 'out' || own === 'out') return false;
  return page === 'in' || own === 'in' || !includes(group);
}

/** Whether something must be met. */
function includes({ from, middle, regexes }: Group): boolean {
  return from !== middle || (regexes !== undefined && regexes.include.length > 0);
}

/**
 * Which side a hostname stands on: its most specific name decides, then the
 * expressions. Where there is no time for these, the filter is not for it.
 */
function side(
  { block, from, middle, to, regexes }: Group,
  ids: () => readonly number[],
  hostname: string | null,
  scan: RequestScan,
): 'in' | 'out' | 'none' {
  for (const id of from === to ? [] : ids()) {
    if (holds(block, from, middle, id)) return 'in';
    if (holds(block, middle, to, id)) return 'out';
  }
  if (regexes === undefined || hostname === null) return 'none';
  const finds = (regex: RegExp) => mayTakeTime(scan) && timed(scan, () => regex.test(hostname));
  if (regexes.exclude.some(finds)) return 'out';
  const isIn = regexes.include.some(finds);
  if (!mayTakeTime(scan)) return 'out';
  return isIn ? 'in' : 'none';
}

function holds(block: Uint32Array, from: number, to: number, id: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = block[middle] as number;
    if (value === id) return true;
    if (value < id) low = middle + 1;
    else high = middle;
  }
  return false;
}
