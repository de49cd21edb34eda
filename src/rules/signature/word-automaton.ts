/** Letters, digits and the underscore have the classes 1 to 37, all else has 0. */
const CLASSES = 38;

/** The class of a byte; letters have the same in both cases. */
const CLASS_OF: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  const at = 'abcdefghijklmnopqrstuvwxyz0123456789_'.indexOf(
    String.fromCharCode(code).toLowerCase(),
  );
  return code < 128 ? at + 1 : 0;
});

/** What is told of each place where a word is found: its number, and the index behind it. */
export type Found = (word: number, end: number) => void;

/** Finds all of many words in one pass (Aho and Corasick, 1975). */
export interface WordAutomaton {
  scan(bytes: Uint8Array, found: Found): void;
}

/** The words consist of small letters, digits and underscores; each is there once. */
export function createWordAutomaton(words: readonly string[]): WordAutomaton {
  const { next, wordAt } = growTrie(words);
  const also = linkStates(next, wordAt);
  return {
    scan(bytes, found) {
      let state = 0;
      for (let i = 0; i < bytes.length; i++) {
        state = next[state * CLASSES + CLASS_OF[bytes[i]!]!]!;
        // Most states are inside of no word that ends there.
        for (let at = wordAt[state]! === 0 ? also[state]! : state; at !== 0; at = also[at]!) {
          found(wordAt[at]! - 1, i + 1);
        }
      }
    },
  };
}

interface Trie {
  /** By state and class; 0 is the root, and means that there is no way on. */
  readonly next: Uint32Array;
  /** The number of the word that ends in a state, plus one; 0 where none does. */
  readonly wordAt: Uint32Array;
}

function growTrie(words: readonly string[]): Trie {
  const most = 1 + words.reduce((sum, word) => sum + word.length, 0);
  const next = new Uint32Array(most * CLASSES);
  const wordAt = new Uint32Array(most);
  let states = 1;
  for (const [number, word] of words.entries()) {
    let state = 0;
    for (let i = 0; i < word.length; i++) {
      const way = state * CLASSES + CLASS_OF[word.charCodeAt(i)]!;
      if (next[way] === 0) next[way] = states++;
      state = next[way]!;
    }
    wordAt[state] = number + 1;
  }
  return { next: next.slice(0, states * CLASSES), wordAt: wordAt.slice(0, states) };
}

/**
 * Gives each state a way on for each class: where the trie has none, that of
 * the longest end of what was read which the trie knows. Returns for each state
 * the next shorter end that is a word, 0 for none.
 */
function linkStates(next: Uint32Array, wordAt: Uint32Array): Uint32Array {
  const shorter = new Uint32Array(wordAt.length);
  const also = new Uint32Array(wordAt.length);
  const queue = [0];
  for (const state of queue) {
    for (let way = 1; way < CLASSES; way++) {
      const below = next[state * CLASSES + way]!;
      const fallback = state === 0 ? 0 : next[shorter[state]! * CLASSES + way]!;
      if (below === 0) {
        next[state * CLASSES + way] = fallback;
        continue;
      }
      shorter[below] = fallback;
      also[below] = wordAt[fallback] === 0 ? also[fallback]! : fallback;
      queue.push(below);
    }
  }
  return also;
}
