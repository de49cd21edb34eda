import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostMemory } from '../../../../src/rules/engine/host-memory.ts';
import {
  createHostTable,
  type HostTable,
  type NamePlaces,
} from '../../../../src/rules/engine/host-table.ts';

function finish<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Names one after the other, owned by their numbers. */
function places(names: readonly string[]): NamePlaces {
  let at = 0;
  const start = names.map((name) => {
    at += name.length;
    return at - name.length;
  });
  return {
    text: Buffer.from(names.join(''), 'latin1'),
    start: Uint32Array.from(start),
    length: Uint32Array.from(names.map(({ length }) => length)),
  };
}

function table(names: NamePlaces, owners: readonly number[]): HostTable {
  return finish(createHostTable(names, Uint32Array.from(owners)));
}

test('names of each table, the shortest first', () => {
  const names = places(['ads.example', 'px.ads.example', 'example', 'ads.example']);
  const look = createHostMemory(
    [table(names, [0, 1, 3]), table(names, [2]), table(names, [])],
    names,
  );
  expect(look('px.ads.example')).toEqual([[0, 3, 1], [2], []]);
  expect(look('px.ads.example')).toBe(look('px.ads.example'));
  expect(look('xads.example')).toEqual([[], [2], []]);
  expect(look('other.test')).toEqual([[], [], []]);
});

test('what a name has a thousand times is found, and not kept', () => {
  const names = places(Array.from({ length: 1000 }, () => 'ads.example'));
  const look = createHostMemory([table(names, [...names.start.keys()])], names);
  expect(look('ads.example')[0]).toHaveLength(1000);
  expect(look('ads.example')).not.toBe(look('ads.example'));
});

test('finds what comparing with each name finds', () => {
  const label = fc.constantFrom('a', 'b', 'ads', 'example');
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const list = fc.array(name, { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(list, list, (own, asked) => {
      const names = places(own);
      const look = createHostMemory([table(names, [...own.keys()])], names);
      for (const hostname of [...asked, ...asked]) {
        const expected = [...own.keys()].filter((i) => `.${hostname}`.endsWith(`.${own[i]}`));
        expect([...(look(hostname)[0] ?? [])].sort((a, b) => a - b)).toEqual(expected);
      }
    }),
  );
});
