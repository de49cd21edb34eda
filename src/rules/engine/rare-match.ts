import { BlockList } from 'node:net';
import type { Device } from '../../model/device.ts';
import type { RawHeaders } from '../../model/request.ts';
import { checkRegex } from '../filter/pattern.ts';
import type {
  DeviceCondition,
  DeviceTest,
  GroupCondition,
  HeaderCondition,
  RareConditions,
} from '../filter/rare.ts';
import { isOver, isWithin } from '../filter/time-condition.ts';
import type { RareEntry } from './filter-store.ts';
import { mayTakeTime, timed } from './regex-time.ts';
import type { RequestScan } from './request-scan.ts';

/** Whether the rare conditions of a filter hold for the request that was scanned. */
export type RareMatch = (filter: number, scan: RequestScan) => boolean;

type Test = (scan: RequestScan) => boolean;

/** Makes the tests of a set's rare conditions, each when it is first needed. */
export function createRareMatch(rare: ReadonlyMap<number, RareEntry>): RareMatch {
  const tests = new Map<number, readonly Test[]>();
  return (filter, scan) => {
    let own = tests.get(filter);
    if (own === undefined) {
      const entry = rare.get(filter);
      own = entry === undefined ? [] : testsOf(entry.conditions, entry.exception);
      tests.set(filter, own);
    }
    return own.every((test) => test(scan));
  };
}

/**
 * The cheapest first. Where the page is not known, a filter on it does not
 * apply, save that an exception does: when in doubt, forward.
 */
function testsOf(conditions: RareConditions, exception: boolean): readonly Test[] {
  const { sameHost, headers, device, groups, times, expires } = conditions;
  const tests: Test[] = [];
  if (sameHost !== null) {
    tests.push(({ page, hostname }) =>
      page === null ? exception : (page === hostname) === sameHost,
    );
  }
  if (expires !== null) tests.push(({ now }) => !isOver(expires, now()));
  if (times.length > 0) tests.push(({ now }) => isWithin(times, now()));
  if (groups !== null) tests.push((scan) => scan.device !== null && inGroups(groups, scan.device));
  if (device !== null) tests.push(deviceTest(device));
  for (const header of headers) tests.push(headerTest(header));
  return tests;
}

function inGroups({ include, exclude }: GroupCondition, device: Device): boolean {
  const own = device.groups.map((group) => group.toLowerCase());
  if (exclude.some((group) => own.includes(group))) return false;
  return include.length === 0 || include.some((group) => own.includes(group));
}

/** Where nobody is known to ask, neither a name nor its absence can be told. */
function deviceTest({ include, exclude }: DeviceCondition): Test {
  const isIn = include.map(oneDevice);
  const isOut = exclude.map(oneDevice);
  return ({ device }) => {
    if (device === null || isOut.some((test) => test(device))) return false;
    return isIn.length === 0 || isIn.some((test) => test(device));
  };
}

function oneDevice(test: DeviceTest): (device: Device) => boolean {
  switch (test.kind) {
    case 'name':
      return (device) => givenName(device)?.toLowerCase() === test.name;
    case 'mac':
      return ({ mac }) => mac === test.mac;
    case 'range': {
      const range = new BlockList();
      range.addSubnet(test.address, test.prefix, familyOf(test.address));
      return ({ address }) => range.check(address, familyOf(address));
    }
  }
}

/**
 * The name that a person gave it. What it calls itself, by the DHCP server's
 * leases or the resolver of the network, would let it choose its own rules.
 */
function givenName({ name, nameFrom }: Device): string | null {
  return nameFrom === 'config' || nameFrom === 'hand' ? name : null;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** A header that is there several times holds if one of its lines does. */
function headerTest(header: HeaderCondition): Test {
  const test = valueTest(header);
  return (scan) => {
    const headers = header.of === 'request' ? scan.requestHeaders : scan.responseHeaders;
    return headers !== null && anyValue(headers, header.name, (value) => test(value, scan));
  };
}

function anyValue(headers: RawHeaders, name: string, test: (value: string) => boolean): boolean {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const candidate = headers[i] as string;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    if (test((headers[i + 1] as string).trim())) return true;
  }
  return false;
}

function valueTest({
  value,
  regex,
  negated,
}: HeaderCondition): (found: string, scan: RequestScan) => boolean {
  if (regex === null) {
    return value === null ? () => true : (found) => (found === value) !== negated;
  }
  const { source, flags } = regex;
  const compiled = new RegExp(source, flags);
  const checked = checkRegex(source, flags);
  const length = typeof checked === 'number' ? checked : 0;
  return (found, scan) =>
    mayTakeTime(scan) && timed(scan, () => compiled.test(found.slice(0, length))) !== negated;
}
