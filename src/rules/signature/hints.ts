import { type CharSet, charBit, charRange, DIGITS, WORD_CHARS } from '../regex/char-set.ts';
import { literalText, UNKNOWN_TEXT } from '../regex/literals.ts';
import { parseRegex, type RegexNode } from '../regex/parse.ts';
import type { TextTest } from './text-test.ts';

/**
 * Something that the bytes of a body hold, in small letters, where a text that
 * a test takes stands in it.
 *
 * part   letters, digits and underscores, somewhere.
 * name   the same between other characters, as names of fields stand.
 * hex    so many hexadecimal digits on end.
 * token  so many letters, digits, `_`, `-`, `+` and `/` on end.
 * at     an `@`.
 */
export type Hint =
  | { readonly kind: 'part' | 'name'; readonly text: string }
  | { readonly kind: 'hex' | 'token'; readonly length: number }
  | { readonly kind: 'at' };

/** Any one of these; null where nothing can be told, so that anything may do. */
export type Hints = readonly Hint[] | null;

/** Letters, digits and underscores: what no encoding of a body has to write in another way. */
const NO_WORD = /[^a-z0-9_]+/;

/** Shorter ones are everywhere; numbers may be written in more ways than one. */
const WORTH_LOOKING = /^(?=.*[a-z_])[a-z0-9_]{2,}$/;

/** In JSON these are written by letters, which then stand beside the name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u001f\u007f]/;

/** Shorter runs of digits are numbers, and shorter tokens are words. */
const MIN_HEX = 16;
const MIN_TOKEN = 32;

const HEX: CharSet = DIGITS | charRange(0x41, 0x46) | charRange(0x61, 0x66);
const TOKEN: CharSet = WORD_CHARS | charBit(0x2b) | charBit(0x2d) | charBit(0x2f);

/** What one of these tests of names shows itself by. */
export function hintsOfNames(tests: readonly TextTest[]): Hints {
  return joined(tests.map((test) => (test.kind === 'exact' ? ofName(test.text) : ofText(test))));
}

/** The same for tests of values. */
export function hintsOfValues(tests: readonly TextTest[]): Hints {
  return joined(tests.map(ofText));
}

/** One of several: all of them have to have hints. */
export function joined(parts: readonly Hints[]): Hints {
  const all: Hint[] = [];
  for (const part of parts) {
    if (part === null) return null;
    all.push(...part);
  }
  return all;
}

function ofName(name: string): Hints {
  if (CONTROLS.test(name)) return null;
  const text = longest(name.toLowerCase(), /[a-z_]/);
  return text === null ? null : [{ kind: 'name', text }];
}

function ofText(test: TextTest): Hints {
  switch (test.kind) {
    case 'exact':
    case 'suffix':
      return part(test.text.toLowerCase());
    case 'glob':
      return part(test.pieces.join(' ').toLowerCase());
    case 'regex': {
      const node = parseRegex(test.regex.source);
      return node === null ? null : ofNode(node);
    }
  }
}

function ofNode(node: RegexNode): Hints {
  switch (node.kind) {
    case 'choice':
      return joined(node.options.map(ofNode));
    case 'repeat':
      return node.min === 0 ? null : (ofNode(node.body) ?? run(node));
    case 'sequence': {
      const text = literalText(node).replaceAll(UNKNOWN_TEXT, ' ');
      const hints = part(text) ?? node.items.map(ofNode).find((item) => item !== null);
      return hints ?? (text.includes('@') ? [{ kind: 'at' }] : null);
    }
    default:
      return part(literalText(node));
  }
}

function run({ body, min }: Extract<RegexNode, { kind: 'repeat' }>): Hints {
  if (body.kind !== 'char') return null;
  if ((body.set & ~HEX) === 0n && min >= MIN_HEX) return [{ kind: 'hex', length: min }];
  return (body.set & ~TOKEN) === 0n && min >= MIN_TOKEN ? [{ kind: 'token', length: min }] : null;
}

function part(lower: string): Hints {
  const text = longest(lower, WORTH_LOOKING);
  return text === null ? null : [{ kind: 'part', text }];
}

function longest(lower: string, worth: RegExp): string | null {
  let best = '';
  for (const word of lower.split(NO_WORD)) {
    if (word.length > best.length && worth.test(word)) best = word;
  }
  return best === '' ? null : best;
}
