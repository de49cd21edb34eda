import { counted, list } from './enumerate.ts';
import type { DeviceTest, HeaderCondition, RareConditions, TimeSpan } from './filter/rare.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const EVERY_DAY = 0b1111111;
const WHOLE_DAY = 24 * 60;

/** The conditions that few filters have, as parts of a sentence on requests. */
export function rareWords(conditions: RareConditions): readonly string[] {
  const { sameHost, headers, device, groups, times, expires } = conditions;
  return [
    sameHost === null ? '' : sameHost ? 'from exactly this host' : 'from other hosts',
    ...headers.map(headerWords),
    device === null
      ? ''
      : sidesWords('device', device.include.map(nameOf), device.exclude.map(nameOf)),
    groups === null ? '' : sidesWords('group', groups.include, groups.exclude),
    times.length === 0 ? '' : list(times.map(timeWords)),
    expires === null ? '' : `until ${expires.text}`,
  ].filter((words) => words !== '');
}

function headerWords({ of, name, value, regex, negated }: HeaderCondition): string {
  const whose = of === 'request' ? 'with' : 'whose response has';
  const wanted = regex === null ? value : `/${regex.source}/`;
  if (wanted === null) return `${whose} the header "${name}"`;
  const text = regex === null ? `"${wanted}"` : `like ${wanted}`;
  return `${whose} the header "${name}"${negated ? ', but not ' : ' '}${text}`;
}

function sidesWords(what: string, include: readonly string[], exclude: readonly string[]): string {
  const named = (names: readonly string[]) =>
    `the ${what}${names.length > 1 ? 's' : ''} ${counted(names)}`;
  if (include.length === 0) return `from all but ${named(exclude)}`;
  return `from ${named(include)}${exclude.length === 0 ? '' : `, but not ${named(exclude)}`}`;
}

function nameOf(test: DeviceTest): string {
  switch (test.kind) {
    case 'name':
      return `"${test.name}"`;
    case 'mac':
      return test.mac;
    case 'range': {
      const isOne = test.prefix === (test.address.includes(':') ? 128 : 32);
      return isOne ? test.address : `${test.address}/${test.prefix}`;
    }
  }
}

function timeWords({ days, from, to }: TimeSpan): string {
  const isWhole = from === 0 && to === WHOLE_DAY;
  const hours = isWhole ? '' : `from ${clock(from)} to ${clock(to)}`;
  if (days === EVERY_DAY) return hours === '' ? 'at any time' : hours;
  const on = `on ${list(DAYS.filter((_, day) => (days & (1 << day)) !== 0))}`;
  return hours === '' ? on : `${on} ${hours}`;
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
