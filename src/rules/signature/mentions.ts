import type { Hint } from './hints.ts';
import { createWordAutomaton } from './word-automaton.ts';

/** Whether a body may hold what a hint is of. */
export type Mentions = (hint: Hint) => boolean;

/**
 * Letters and digits that are written in another way than as they are, by a
 * percent escape (RFC 3986), also one that is escaped again, or one of JSON
 * (RFC 8259): nobody has to.
 */
const HIDDEN = /(?:%(?:25)*|\\u00)(?:3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i;

/** As it is, and in the escapes that may stand for it. */
const AT_SIGN = /@|%(?:25)*40|\\u0040/;

/** An escaped character in front of a name: `ud%5Bem`, `ud\u005bem`, and both inside a form. */
const ESCAPED = /(?:%(?:25){0,4}[0-9a-f]{2}|(?:\\|%(?:25){0,4}5c)u[0-9a-f]{4})$/i;
const LONGEST_ESCAPE = 16;

/** What was found of a word. */
const SOMEWHERE = 1;
const AS_NAME = 2;

/**
 * Looks for all of these hints in the bytes of a body at once, which takes a
 * fraction of the time that reading its fields takes. Only those hints may be
 * asked for. Where letters may be hidden all counts as there.
 */
export function createMentions(hints: readonly Hint[]): (bytes: Uint8Array) => Mentions {
  const words = [...new Set(hints.flatMap((hint) => ('text' in hint ? [hint.text] : [])))];
  const numbers = new Map(words.map((word, number) => [word, number]));
  const automaton = createWordAutomaton(words);
  return (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (HIDDEN.test(text)) return () => true;
    const seen = new Uint8Array(words.length);
    automaton.scan(bytes, (word, end) => {
      const isKnown = seen[word] === (SOMEWHERE | AS_NAME);
      if (!isKnown)
        seen[word] = SOMEWHERE | (isName(text, words[word]!, end) ? AS_NAME : seen[word]!);
    });
    const runs = longestRuns(bytes);
    return (hint) => {
      switch (hint.kind) {
        case 'part':
        case 'name': {
          const found = seen[numbers.get(hint.text) ?? -1] ?? 0;
          return (found & (hint.kind === 'name' ? AS_NAME : SOMEWHERE)) !== 0;
        }
        case 'hex':
        case 'token':
          return runs[hint.kind] >= hint.length;
        case 'at':
          return AT_SIGN.test(text);
      }
    };
  };
}

function isName(text: string, word: string, end: number): boolean {
  const start = end - word.length;
  if (isWord(text.charCodeAt(end))) return false;
  const before = text.charCodeAt(start - 1);
  if (!isWord(before)) return true;
  // Most names that stand behind a letter are the end of a word.
  if (!isHex(before) || !isHex(text.charCodeAt(start - 2))) return false;
  return ESCAPED.test(text.slice(Math.max(0, start - LONGEST_ESCAPE), start));
}

function longestRuns(bytes: Uint8Array): { readonly hex: number; readonly token: number } {
  let [hex, token, longestHex, longestToken] = [0, 0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const kinds = RUN_KINDS[bytes[i]!]!;
    hex = (kinds & HEX) === 0 ? 0 : hex + 1;
    token = (kinds & TOKEN) === 0 ? 0 : token + 1;
    if (hex > longestHex) longestHex = hex;
    if (token > longestToken) longestToken = token;
  }
  return { hex: longestHex, token: longestToken };
}

const HEX = 1;
const TOKEN = 2;
/** A token's `+` and `/` may be escaped, in a form or in JSON. */
const TOKEN_MARKS = '_-+/%\\';

const RUN_KINDS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  const isToken = isWord(code) || TOKEN_MARKS.includes(String.fromCharCode(code));
  return (isHex(code) ? HEX : 0) | (isToken ? TOKEN : 0);
});

/** False too for what stands outside the text. */
function isWord(code: number): boolean {
  return isDigit(code) || isBetween(code | 0x20, 0x61, 0x7a) || code === 0x5f;
}

function isHex(code: number): boolean {
  return isDigit(code) || isBetween(code | 0x20, 0x61, 0x66);
}

function isDigit(code: number): boolean {
  return isBetween(code, 0x30, 0x39);
}

function isBetween(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}
