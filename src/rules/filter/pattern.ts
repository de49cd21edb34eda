import { parseHostname } from '../../model/terms.ts';
import { safeLength } from '../regex/cost.ts';
import { parseRegex } from '../regex/parse.ts';
import type { LeftAnchor, Pattern } from './filter.ts';

/** Longer than any pattern of the public lists; what is longer is a mistake. */
const MAX_PATTERN = 1000;

/** Checking an expression takes time too. */
const MAX_REGEX = 2000;

const HOST_CHARS = /^[0-9a-z_](?:[0-9a-z._-]*[0-9a-z_])?$/;
const BARE_HOSTNAME = /^[0-9a-z_][0-9a-z._-]*\.(?:[a-z]{2,}|xn--[0-9a-z-]+)$|^\d+\.\d+\.\d+\.\d+$/;
const BRACKETED_IPV6 = /^\[[0-9a-f:.]+\]$/;

/** Endings of file names that are no top-level domains: `468x60.gif` is part of a path. */
const FILE_ENDINGS =
  /\.(?:asp|aspx|bmp|cgi|css|gif|htm|html|ico|jpeg|jpg|js|json|jsp|mp3|mp4|php|png|svg|swf|txt|webp|woff|xml)$/;

const ANY: Pattern = { kind: 'any', text: '', left: 'none', right: false };

/** A pattern, or why there is none. */
export type ParsedPattern = Pattern | { readonly reason: string };

/**
 * Reads the part of a filter before its options. A bare `name.tld` means that
 * host, as uBlock reads it. Regular expressions are refused where they are
 * wrong, or where one match could hold up the whole process.
 */
export function parsePattern(written: string, matchCase: boolean): ParsedPattern {
  if (written.length > MAX_PATTERN) return { reason: `a pattern of ${written.length} characters` };
  if (isRegex(written)) return parseRegexPattern(written.slice(1, -1));
  let text = written;
  let left: LeftAnchor = 'none';
  if (text.startsWith('||')) {
    left = 'host';
    text = text.slice(2);
  } else if (text.startsWith('|')) {
    left = 'start';
    text = text.slice(1);
  }
  let right = false;
  if (text.endsWith('|')) {
    right = true;
    text = text.slice(0, -1);
  }
  return withoutOuterStars(asciiText(text, left), left, right, matchCase);
}

export function isRegex(written: string): boolean {
  return written.length > 2 && written.startsWith('/') && written.endsWith('/');
}

/** A `*` at an end undoes the anchor beside it, and adds nothing without one. */
function withoutOuterStars(
  text: string,
  left: LeftAnchor,
  right: boolean,
  matchCase: boolean,
): Pattern {
  const bare = text.replace(/^\*+|\*+$/g, '').replace(/\*\*+/g, '*');
  if (bare === '') return ANY;
  const keptLeft = text.startsWith('*') ? 'none' : left;
  const keptRight = right && !text.endsWith('*');
  const lower = bare.toLowerCase();
  const host = right ? null : hostOf(lower, keptLeft, text.endsWith('*'));
  if (host !== null) return { kind: 'host', text: host, left: 'host', right: false };
  return { kind: 'text', text: matchCase ? bare : lower, left: keptLeft, right: keptRight };
}

/**
 * The hostname that the whole pattern stands for, or null. `||host^*` is such a
 * one, and `||host^|` is not: it is the bare address alone.
 */
function hostOf(text: string, left: LeftAnchor, openEnd: boolean): string | null {
  if (left === 'host' && text.endsWith('^')) {
    const name = text.slice(0, -1);
    if (BRACKETED_IPV6.test(name)) return name.slice(1, -1);
    return HOST_CHARS.test(name) ? name : null;
  }
  if (left !== 'none' || openEnd) return null;
  return BARE_HOSTNAME.test(text) && !FILE_ENDINGS.test(text) ? text : null;
}

function parseRegexPattern(source: string): ParsedPattern {
  const safe = checkRegex(source, '');
  return typeof safe === 'string'
    ? { reason: safe }
    : { kind: 'regex', text: source, left: 'none', right: false };
}

/**
 * How many characters of a text may be tested against an expression, or why it
 * is not used at all.
 */
export function checkRegex(source: string, flags: string): number | string {
  if (source.length > MAX_REGEX) return `an expression of ${source.length} characters`;
  try {
    RegExp(source, flags);
  } catch {
    return `/${source}/${flags} is no regular expression`;
  }
  const node = parseRegex(source);
  const length = node === null ? 0 : safeLength(node);
  if (length > 0) return length;
  return `/${source}/ could take too long to match, or cannot be checked for it`;
}

/** URLs are ASCII on the wire: a name is written in punycode, the rest in percent signs. */
function asciiText(text: string, left: LeftAnchor): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with control characters.
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const end = left === 'host' ? text.search(/[/^:?*]|$/) : 0;
  const name = parseHostname(text.slice(0, end)) ?? encodeNonAscii(text.slice(0, end));
  return name + encodeNonAscii(text.slice(end));
}

function encodeNonAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]+/gu, (part) =>
    encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')),
  );
}
