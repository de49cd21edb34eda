import type { Expiry, TimeSpan } from './rare.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const EVERY_DAY = 0b1111111;
/** Minutes of a day. */
const WHOLE_DAY = 24 * 60;

/**
 * Reads the value of `$time`: `21:00-07:00`, `mon-fri/21:00-07:00`, `sat`, or
 * several of these with `|` between them. The days are those on which a span
 * begins, so that `fri/21:00-07:00` ends on Saturday morning.
 */
export function parseTimes(value: string): readonly TimeSpan[] | { readonly reason: string } {
  const spans: TimeSpan[] = [];
  for (const part of value.toLowerCase().split('|')) {
    const span = readSpan(part.trim());
    if (span === null) {
      return {
        reason: `"${part.trim()}" is no time such as "21:00-07:00" or "mon-fri/21:00-07:00"`,
      };
    }
    spans.push(span);
  }
  return spans;
}

function readSpan(text: string): TimeSpan | null {
  const [, day, hours] = /^(?:([a-z]+(?:-[a-z]+)?)(?:\/|$))?([\d:-]*)$/.exec(text) ?? [];
  if (hours === undefined || (day === undefined && hours === '')) return null;
  const days = day === undefined ? EVERY_DAY : readDays(day);
  if (days === null) return null;
  if (hours === '') return text.endsWith('/') ? null : { days, from: 0, to: WHOLE_DAY };
  const [, start = '', end = ''] = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/.exec(hours) ?? [];
  const from = readClock(start);
  const to = readClock(end);
  // A span that ends where it begins could mean all day or never.
  if (from === null || to === null || from === WHOLE_DAY || from === to) return null;
  return { days, from, to };
}

/** `mon`, `mon-fri` or `sat-mon` as bits; null for what is none. */
function readDays(text: string): number | null {
  const [from = '', to = from] = text.split('-');
  const first = DAYS.indexOf(from);
  const last = DAYS.indexOf(to);
  if (first === -1 || last === -1) return null;
  let days = 0;
  for (let day = first; ; day = (day + 1) % DAYS.length) {
    days |= 1 << day;
    if (day === last) return days;
  }
}

function readClock(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined || Number(minute) > 59) return null;
  const at = Number(hour) * 60 + Number(minute);
  return at > WHOLE_DAY ? null : at;
}

/**
 * Reads the value of `$expires`: `2026-12-01` is the last day on which the rule
 * holds, `2026-12-01T18:00` the minute at which it ends, both by the clock of
 * the box; with `Z` at the end it is UTC.
 */
export function parseExpiry(value: string): Expiry | { readonly reason: string } {
  const text = value.trim();
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:t(\d\d):(\d\d)(?::(\d\d))?)?(z)?$/i.exec(text);
  const reason = `"${text}" is no date such as "2026-12-01" or "2026-12-01T18:00"`;
  if (match === null) return { reason };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1970;
  if (!isDate || hour > 24 || minute > 59 || second > 59) return { reason };
  const local = match[7] === undefined;
  const at =
    match[4] === undefined
      ? Date.UTC(year, month - 1, day + 1)
      : Date.UTC(year, month - 1, day, hour, minute, second);
  return { text, at, local };
}

/** Whether the moment is past. `now` in milliseconds since the epoch. */
export function isOver({ at, local }: Expiry, now: number): boolean {
  if (!local) return now >= at;
  const clock = new Date(now);
  const wall = Date.UTC(
    clock.getFullYear(),
    clock.getMonth(),
    clock.getDate(),
    clock.getHours(),
    clock.getMinutes(),
    clock.getSeconds(),
  );
  return wall >= at;
}

/** Whether `now` (milliseconds since the epoch), by the clock of the box, is in one of the spans. */
export function isWithin(spans: readonly TimeSpan[], now: number): boolean {
  const clock = new Date(now);
  const today = 1 << clock.getDay();
  const yesterday = 1 << ((clock.getDay() + 6) % 7);
  const minute = clock.getHours() * 60 + clock.getMinutes();
  return spans.some(({ days, from, to }) => {
    if (from < to) return (days & today) !== 0 && minute >= from && minute < to;
    return ((days & today) !== 0 && minute >= from) || ((days & yesterday) !== 0 && minute < to);
  });
}
