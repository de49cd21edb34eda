import { OPTION_NAMES } from './option-names.ts';
import { isRegex } from './pattern.ts';

/** A filter without `@@`, cut in two. */
export interface SplitFilter {
  readonly pattern: string;
  /** Empty where there are none. */
  readonly options: readonly string[];
}

/**
 * Cuts a filter at the `$` that begins its options: the first one outside a
 * regular expression that a known option follows. Where none is known, the
 * last `$` is taken if what follows reads like options, so that a slip of the
 * pen is reported and not taken for a path.
 */
export function splitFilter(text: string): SplitFilter {
  const at = optionsAt(text);
  if (at === -1) return { pattern: text, options: [] };
  return {
    pattern: text.slice(0, at),
    options: splitOptions(text.slice(at + 1)),
  };
}

const FIRST_OPTION = /^~?([a-z0-9_-]+)(?=[=,]|$)/i;

function optionsAt(text: string): number {
  let at = text.indexOf('$', endOfRegex(text));
  for (; at !== -1; at = text.indexOf('$', at + 1)) {
    const word = FIRST_OPTION.exec(text.slice(at + 1, at + 40))?.[1]?.toLowerCase();
    if (word !== undefined && (OPTION_NAMES.has(word) || /^_+$/.test(word))) return at;
  }
  if (isRegex(text)) return -1;
  const last = text.lastIndexOf('$');
  return last > 0 && /^~?[a-z][a-z0-9_-]*(?:=[^,]*)?(?:,|$)/i.test(text.slice(last + 1))
    ? last
    : -1;
}

/** Where to look for options: behind `/regex/`, if the filter begins with one. */
function endOfRegex(text: string): number {
  if (!text.startsWith('/')) return 0;
  for (let at = text.indexOf('/$', 1); at !== -1; at = text.indexOf('/$', at + 1)) {
    const word = FIRST_OPTION.exec(text.slice(at + 2, at + 41))?.[1]?.toLowerCase();
    if (word !== undefined && OPTION_NAMES.has(word)) return at + 1;
  }
  return 0;
}

/** An expression or a text between slashes. */
const SLASHED = String.raw`(?:[^\\/]|\\.)*\/`;

/**
 * Options whose value is `/what/with/flags`, in quotes or not, or expressions
 * and words with spaces between them: all of it can hold commas.
 */
const WHOLE_VALUES: readonly RegExp[] = [
  /^(?:replace|ur[il]transform)=(['"`])\/.*?\/[a-z]*\1(?=,|$)/i,
  RegExp(
    String.raw`^(?:replace|ur[il]transform)=(?:\|?(?:\/${SLASHED}${SLASHED}[a-z]*|pct|b64))+(?=,|$)`,
    'i',
  ),
  RegExp(String.raw`^urlskip=(?:(?:\/${SLASHED}|[^ ,/][^ ,]*)(?: +|(?=,|$)))+(?=,|$)`, 'i'),
];

function splitOptions(text: string): readonly string[] {
  const at = text.search(/(?:^|,)(?:replace|ur[il]transform|urlskip)=/i);
  if (at === -1) return splitOutsideRegex(text, ',');
  const start = text[at] === ',' ? at + 1 : at;
  const rest = text.slice(start);
  const whole = WHOLE_VALUES.map((value) => value.exec(rest)?.[0]).find((one) => one !== undefined);
  if (whole === undefined) return splitOutsideRegex(text, ',');
  const before = text.slice(0, at);
  const after = rest.slice(whole.length + 1);
  return [
    ...(before === '' ? [] : splitOutsideRegex(before, ',')),
    whole,
    ...(after === '' ? [] : splitOutsideRegex(after, ',')),
  ];
}

/**
 * Cuts at each separator, except inside `/…/` that begins a part or follows
 * its `=` or `~`, inside quotation marks around the name of a device, and
 * except after a backslash.
 */
export function splitOutsideRegex(text: string, separator: ',' | '|'): readonly string[] {
  if (!/["'/\\]/.test(text)) return text.split(separator);
  const parts: string[] = [];
  const closing = closings(text);
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\\') at++;
    else if (char === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    } else if (mayOpen(text, start, at)) at = closing(at);
    at++;
  }
  parts.push(text.slice(start));
  return parts;
}

/** How much of a part is looked at to tell what its value is. */
const LONGEST_NAME = 120;

const HEADER_VALUE = /^(?:re(?:sponse|quest))?header=[^:]*:$/i;
const DEVICE_NAMES = /^\s*(?:client|device)=/i;

/** Whether an expression, or a name in quotation marks, begins at `at` in the part from `start` on. */
function mayOpen(text: string, start: number, at: number): boolean {
  const char = text[at];
  const before = at === start ? '' : (text[at - 1] as string);
  if (char === '/') {
    if (before === ':')
      return at - start < LONGEST_NAME && HEADER_VALUE.test(text.slice(start, at));
    return before === '' || '=~|'.includes(before);
  }
  if (char !== '"' && char !== "'") return false;
  return '=~|'.includes(before) && DEVICE_NAMES.test(text.slice(start, start + LONGEST_NAME));
}

/**
 * Where what begins at a place ends: the place itself where it does not end.
 * What was looked for in vain is not looked for again, or a line of nothing
 * but slashes would take as many looks as it has pairs of them.
 */
function closings(text: string): (from: number) => number {
  const missing = new Set<string>();
  return (from) => {
    const mark = text[from] as string;
    if (missing.has(mark)) return from;
    for (let at = from + 1; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === mark && (mark !== '/' || endsRegex(text, at))) return at;
    }
    missing.add(mark);
    return from;
  };
}

/** Whether the slash closes an expression: what follows ends the part. */
function endsRegex(text: string, at: number): boolean {
  return /^[a-z]*(?:[,|]|$)/.test(text.slice(at + 1, at + 12));
}
