import type { EventDetails, Report } from '../model/event.ts';
import type { IdentifierMark } from '../model/insight.ts';
import { clean, whole } from './clean.ts';
import { MARK_CODES } from './codes.ts';

const MAX_WHAT = 200;
const MAX_ASKED = 32;
const MAX_MARKS = 16;
/** 64 bits in base64url are 11 characters. */
const MARK = /^[\w-]{1,24}$/;
const MAX_HEADERS = 128;
const MAX_HEADER = 128;
/** Of all names together: three times what browsers send. Lists repeat, and each that does not is kept for itself. */
const MAX_HEADERS_LENGTH = 1_500;
const MAX_VALUES = 64;
const MAX_VALUE = 1000;
/** A minute and more is no time that anything here takes. */
const MAX_MICROSECONDS = 1e10;

/** A report as it may be stored: bounded, cleaned, and no mark that is none. */
export function guardedReport({ what, asked, taken = [], marks }: Report): Report {
  const words = (list: readonly string[]) =>
    list.slice(0, MAX_ASKED).map((word) => clean(word, MAX_WHAT));
  return {
    what: clean(what, MAX_WHAT),
    asked: words(asked),
    ...(taken.length === 0 ? {} : { taken: words(taken) }),
    marks: marks.filter(isMark).slice(0, MAX_MARKS).map(bareMark),
  };
}

/** Details as they may be stored; of fields their values only where somebody wants them. */
export function guardedDetails(details: EventDetails, withValues: boolean): EventDetails {
  return {
    headers: headerNames(details.headers),
    values: withValues
      ? details.values.slice(0, MAX_VALUES).map(({ name, value }) => ({
          name: clean(name, MAX_HEADER),
          value: clean(value, MAX_VALUE),
        }))
      : [],
    decided: microseconds(details.decided),
    firstByte: microseconds(details.firstByte),
  };
}

function headerNames(all: readonly string[]): readonly string[] {
  const names = all.slice(0, MAX_HEADERS).map((name) => clean(name, MAX_HEADER));
  let length = 0;
  const end = names.findIndex((name) => {
    length += name.length;
    return length > MAX_HEADERS_LENGTH;
  });
  return end < 0 ? names : names.slice(0, end);
}

function isMark({ kind, mark }: IdentifierMark): boolean {
  return Object.hasOwn(MARK_CODES, kind) && MARK.test(mark);
}

/** Only what a mark is made of: the caller may pass more. */
function bareMark({ kind, mark, taken }: IdentifierMark): IdentifierMark {
  return taken === true ? { kind, mark, taken } : { kind, mark };
}

/** Milliseconds in whole microseconds. */
function microseconds(ms: number | null): number | null {
  if (ms === null) return null;
  return Math.min(MAX_MICROSECONDS, Math.max(0, whole(ms * 1000))) / 1000;
}
