import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCalls, type Literal } from '../../../src/model/script-calls.ts';

/** Maps as objects, to be read. */
function plain(value: Literal): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, one]) => [key, plain(one as Literal)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

function found(script: string): readonly (readonly [string, ...unknown[]])[] {
  return findCalls(script, ['set', 'optIn']).map(({ start, end, args }) => [
    script.slice(start, end),
    ...args.map(plain),
  ]);
}

describe('calls with literals', () => {
  test.each<[string, readonly unknown[]]>([
    ['a.set()', []],
    [
      'config.set("1", \'two\', {"a":[1,-2.5e3,.5],b:{c:null}})',
      ['1', 'two', { a: [1, -2500, 0.5], b: { c: null } }],
    ],
    ['instance.optIn("1","InferredEvents",!0)', ['1', 'InferredEvents', true]],
    ['x.optIn("1","A",!1)', ['1', 'A', false]],
    ['x.set(true, false, null, undefined, void 0)', [true, false, null, null, null]],
    ['x.set("a\\"b\\\\ \\u00e9\\x41\\u{1f600}\\n\\q")', ['a"b\\ éA😀\nq']],
    ['x.set(  [ 1 , 2 , ] , { a : 1 , } , )', [[1, 2], { a: 1 }]],
    [
      'x.set("__proto__", {"__proto__": {"a": 1}, 7: 1})',
      ['__proto__', { ['__proto__']: { a: 1 }, 7: 1 }],
    ],
    ['x.set ("a")', ['a']],
    ['x.set("brackets ) } ] in a string")', ['brackets ) } ] in a string']],
  ])('%s', (script, args) => {
    expect(found(script)).toEqual([[script, ...args]]);
  });

  test.each([
    ['a function', 'x.set("1", function () {})'],
    ['a name', 'x.set(id, "a")'],
    ['a sum', 'x.set(1 + 2)'],
    ['a string that is not closed', 'x.set("1, "a'],
    ['a string over two lines', 'x.set("1\n", 2)'],
    ['no end', 'x.set("1", {"a": 1}'],
    ['a hole', 'x.set(,)'],
    ['no key', 'x.set({1})'],
    ['another method', 'x.reset("1"); x.settle(1); set(1)'],
    ['forty deep', `x.set(${'['.repeat(40)}${']'.repeat(40)})`],
  ])('%s is none', (_, script) => {
    expect(found(script)).toEqual([]);
  });

  test.each([
    ['fbq.plugins.config.set(1)', 'fbq.plugins.config.set(1)'],
    ['a?b.set(1):c', 'b.set(1)'],
    ['if(a)b.set(1)', 'b.set(1)'],
    ['return b.set(1)', 'b.set(1)'],
    ['[...b.set(1)]', 'b.set(1)'],
    // What stands before these cannot be taken away with the call.
    ['of(1).set(1)', 'set(1)'],
    ['b?.set(1)', 'set(1)'],
    ['b\n.set(1)', 'set(1)'],
    ['this.#b.set(1)', 'set(1)'],
    ['éb.set(1)', 'set(1)'],
    [`${'a'.repeat(300)}.set(1)`, 'set(1)'],
  ])('%s: the call is %s', (script, call) => {
    expect(found(script)).toEqual([[call, 1]]);
  });
});

test('a call that is not closed does not hide the next', () => {
  expect(found('a.set("1", b.set("2"));c.set(3)')).toEqual([
    ['b.set("2")', '2'],
    ['c.set(3)', 3],
  ]);
});

test('whatever is written as JSON is read', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value);
      expect(plain(findCalls(`x.set(${text})`, ['set'])[0]?.args[0] as Literal)).toEqual(
        JSON.parse(text),
      );
    }),
  );
});

test('any text is read to its end, and calls stand one behind the other', () => {
  const piece = fc.constantFrom(
    ...[
      '.set(',
      'a.set("1",',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '\\',
      ')',
      ',',
      ':',
      '1',
      'a',
      '\n',
      ' ',
      '!0',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (script) => {
      let end = 0;
      for (const call of findCalls(script, ['set'])) {
        expect(call.start).toBeGreaterThanOrEqual(end);
        expect(call.end).toBeGreaterThan(call.start);
        expect(call.end).toBeLessThanOrEqual(script.length);
        end = call.end;
      }
    }),
  );
});

test.each([
  ['a call that is longer than any settings', `a.set("1","${'\\a'.repeat(60_000)}")`, 0],
  [
    'calls after more than a script has of them',
    `${`a.set([${'1,'.repeat(50)}x;`.repeat(6_000)}a.set("1")`,
    0,
  ],
  ['calls after a hundred thousand tries', `${'.set(x,'.repeat(100_000)}a.set("1")`, 0],
  ['a call far behind', `${' '.repeat(3_000_000)}a.set("1")`, 1],
])('%s', (_, text, count) => {
  const calls = findCalls(text, ['set']);
  expect(calls.map(({ start, end }) => text.slice(start, end))).toEqual(
    count === 0 ? [] : ['a.set("1")'],
  );
});

describe('texts that are made to take long', () => {
  const SIZE = 400_000;
  test.each([
    ['calls in calls', '.set('],
    ['strings that open', '.set("'],
    ['both kinds', '.set("\'.set(\'"'],
    ['lists', 'a.set([['],
    ['objects', 'a.set({"a":{'],
    ['escapes', '.set("\\".set(\\"'],
    ['dots', 'a.'],
    ['names', 'a'],
    ['blanks', '.set(        '],
    ['numbers', '.set(1111111,'],
    ['good calls', 'a.set("1","b",{"c":[1]});'],
  ])('%s', (_, piece) => {
    const text = piece.repeat(Math.ceil(SIZE / piece.length));
    const times = [1, 2, 3].map(() => {
      const begun = performance.now();
      findCalls(text, ['set', 'optIn']);
      return performance.now() - begun;
    });
    // The budget is 50 ms. Time that grows with the square of the length is minutes.
    expect(Math.min(...times)).toBeLessThan(5_000);
  });
});
