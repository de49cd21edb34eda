import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit, Rule } from '../../../src/model/rule.ts';
import type { NameTest, RemovalModifier } from '../../../src/rules/filter/filter.ts';
import { joinRemovals } from '../../../src/rules/joined-removals.ts';
import { editsOf } from '../../../src/rules/list-edits.ts';

const NAMES = ['id', 'ID', '_ga', '_ga_x', 'session', 'id=1', ''];

const nameTest: fc.Arbitrary<NameTest> = fc.oneof(
  fc.constant<NameTest>({ kind: 'all' }),
  fc.record({
    kind: fc.constant('name' as const),
    name: fc.constantFrom(...NAMES),
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('regex' as const),
    source: fc.constantFrom('^_ga', 'id', '_x$', '^$'),
    flags: fc.constantFrom('', 'i'),
    negated: fc.boolean(),
  }),
);

const removal: fc.Arbitrary<RemovalModifier> = fc.oneof(
  fc.record({ kind: fc.constant('cookie' as const), test: nameTest, limits: fc.constant(null) }),
  fc.record({
    kind: fc.constantFrom('requestHeader' as const, 'responseHeader' as const),
    test: nameTest,
  }),
);

function rule(line: number): Rule {
  const base = { list: 'list.txt', text: `rule ${line}`, action: 'strip' as const };
  return { ...base, line, title: null, tracker: null, personal: false };
}

/** What edits take away, as `kind name`. */
function taken(edits: readonly Edit[]): readonly string[] {
  const found = new Set<string>();
  for (const edit of edits) {
    if (!('test' in edit)) continue;
    for (const name of NAMES) if (edit.test(name, name)) found.add(`${edit.kind} ${name}`);
  }
  return [...found].sort();
}

test('joined removals take away what each alone does, by one of its rules', () => {
  fc.assert(
    fc.property(
      fc.array(removal, { maxLength: 6 }),
      fc.array(removal, { maxLength: 3 }),
      (removals, kept) => {
        const joined = joinRemovals(
          removals.map((modifier, i) => ({ modifier, rule: () => rule(i) })),
        );
        const edits = joined(kept);
        const alone = removals.map((modifier, i) => editsOf(rule(i), modifier, kept));
        expect(taken(edits)).toEqual(taken(alone.flat()));
        for (const edit of edits) {
          if (!('ruleFor' in edit)) continue;
          for (const name of NAMES) {
            const by = edit.ruleFor?.(name, name) ?? null;
            if (by === null) continue;
            const own = (alone[by.line] ?? []).filter(({ kind }) => kind === edit.kind);
            expect(taken(own)).toContain(`${edit.kind} ${name}`);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});
