import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalText, UNKNOWN_TEXT } from '../../../../src/rules/regex/literals.ts';
import { parseRegex, type RegexNode } from '../../../../src/rules/regex/parse.ts';

/** A naive matcher by the tree: all places where a match of `node` that begins at `at` can end. */
function ends(node: RegexNode, text: string, at: number): Set<number> {
  switch (node.kind) {
    case 'char': {
      const code = text.charCodeAt(at);
      const isIn = at < text.length && ((node.set >> BigInt(Math.min(code, 128))) & 1n) === 1n;
      return new Set(isIn ? [at + 1] : []);
    }
    case 'sequence': {
      let places = new Set([at]);
      for (const item of node.items) {
        places = new Set([...places].flatMap((place) => [...ends(item, text, place)]));
      }
      return places;
    }
    case 'choice':
      return new Set(node.options.flatMap((option) => [...ends(option, text, at)]));
    case 'repeat': {
      let places = new Set([at]);
      const all = new Set(node.min === 0 ? [at] : []);
      for (let turn = 1; turn <= Math.min(node.max, text.length + node.min); turn++) {
        places = new Set([...places].flatMap((place) => [...ends(node.body, text, place)]));
        if (turn >= node.min) for (const place of places) all.add(place);
      }
      return all;
    }
    case 'assertion':
      if (node.at === 'start') return new Set(at === 0 ? [at] : []);
      return new Set(node.at === 'end' && at !== text.length ? [] : [at]);
  }
}

function matches(source: string, text: string): boolean {
  const node = parseRegex(source);
  if (node === null) throw new Error(`not read: ${source}`);
  return Array.from({ length: text.length + 1 }, (_, at) => at).some(
    (at) => ends(node, text, at).size > 0,
  );
}

describe('the tree means what the expression means', () => {
  test.each([
    ['^ab$', ['ab', 'AB', 'abc']],
    ['a{2,3}b', ['aab', 'ab', 'aaaab']],
    ['[^a-c]', ['a', 'd', 'é', '-']],
    ['[a\\-c]', ['-', 'b', 'c']],
    ['[\\d.]x', ['1x', '.x', 'ax']],
    ['\\x61\\u0062', ['ab', 'x61']],
    ['a{,2}', ['a{,2}', 'aa']],
    ['/{2,}', ['//', '/']],
    ['(?<name>a)|b', ['a', 'b', 'c']],
    ['[\\w-]+@', ['a-b@', '@']],
    ['\\.\\/', ['./', 'a/']],
    ['[]a', ['a']],
    ['(?:ab|cd)?e', ['abe', 'e', 'cde']],
  ])('%s', (source, texts) => {
    for (const text of texts) {
      expect([text, matches(source, text)]).toEqual([text, new RegExp(source, 'i').test(text)]);
    }
  });

  test('on random expressions and texts', () => {
    const piece = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\d', '(?:a|bc)', '(?:a)', '\\.');
    const many = fc.constantFrom('', '?', '*', '+', '{2}', '{1,2}', '+?');
    const source = fc
      .array(fc.tuple(piece, many), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.flat().join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.'), maxLength: 8 });
    fc.assert(
      fc.property(source, text, (s, t) => {
        expect(matches(s, t)).toBe(new RegExp(s, 'i').test(t));
      }),
    );
  });
});

test.each([
  ['(a)\\1'],
  ['\\p{L}'],
  ['a)'],
  ['(a'],
  ['[a'],
  [`${'('.repeat(60)}${')'.repeat(60)}`],
  ['\\'],
])('%s is not read', (source) => {
  expect(parseRegex(source)).toBeNull();
});

test('any text is read without an error being thrown', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}|\\^$.*+?-,1x!<=:'.split('')) }),
      (s) => {
        expect(['object', 'undefined']).toContain(typeof parseRegex(s));
      },
    ),
  );
});

describe('literal text', () => {
  const show = (source: string): string => {
    const node = parseRegex(source);
    return node === null ? '' : literalText(node).replaceAll(UNKNOWN_TEXT, '_');
  };
  test.each([
    ['^https?:\\/\\/Ads\\.[a-z]+\\.com', '|http_://ads.__.com'],
    ['a|b', '_'],
    ['x(a|b)y', 'x_y'],
    ['(?:ads)\\/', 'ads/'],
    ['(?:ads)?\\/', '_/'],
    ['a(?=b)c', 'a_c'],
    ['[.]js$', '.js_'],
  ])('%s is %s', (source, text) => {
    expect(show(source).replace(/__+/g, '__')).toBe(text);
  });
});
