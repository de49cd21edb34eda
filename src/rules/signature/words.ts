import { literalText, UNKNOWN_TEXT } from '../regex/literals.ts';
import { parseRegex, type RegexNode } from '../regex/parse.ts';
import type { TextTest } from './text-test.ts';

/** Letters, digits and underscores: what no encoding of a body has to write in another way. */
const NO_WORD = /[^a-z0-9_]+/;

/** Shorter ones are everywhere; numbers may be written in more ways than one. */
const WORTH_LOOKING = /^(?=.*[a-z_])[a-z0-9_]{2,}$/;

/**
 * Words, lower case, of which at least one is in every text that the test
 * takes. Null where that cannot be told of any.
 */
export function wordsOf(test: TextTest): readonly string[] | null {
  switch (test.kind) {
    case 'exact':
    case 'suffix':
      return asOne(longestWord(test.text.toLowerCase()));
    case 'glob':
      return asOne(longestWord(test.pieces.join(' ').toLowerCase()));
    case 'regex': {
      const node = parseRegex(test.regex.source);
      return node === null ? null : wordsOfNode(node);
    }
  }
}

/** Of tests of which any one is enough. */
export function wordsOfAny(tests: readonly TextTest[]): readonly string[] | null {
  return joined(tests.map(wordsOf));
}

function wordsOfNode(node: RegexNode): readonly string[] | null {
  switch (node.kind) {
    case 'choice':
      return joined(node.options.map(wordsOfNode));
    case 'repeat':
      return node.min === 0 ? null : wordsOfNode(node.body);
    case 'sequence': {
      const word = longestWord(literalText(node).replaceAll(UNKNOWN_TEXT, ' '));
      if (word !== null) return [word];
      for (const item of node.items) {
        const words = wordsOfNode(item);
        if (words !== null) return words;
      }
      return null;
    }
    default:
      return asOne(longestWord(literalText(node)));
  }
}

function joined(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  const words: string[] = [];
  for (const part of parts) {
    if (part === null) return null;
    words.push(...part);
  }
  return words;
}

function asOne(word: string | null): readonly string[] | null {
  return word === null ? null : [word];
}

function longestWord(text: string): string | null {
  let best = '';
  for (const word of text.split(NO_WORD)) {
    if (word.length > best.length && WORTH_LOOKING.test(word)) best = word;
  }
  return best === '' ? null : best;
}
