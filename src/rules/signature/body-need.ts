import type { Mentions } from './mentions.ts';
import type { Conditions, FieldTest, Strip } from './signature.ts';
import { type TextTest, testAny, testName } from './text-test.ts';
import { isNestedName } from './unfold.ts';
import { insideQueryOf, queryOf, type View } from './view.ts';
import { wordsOfAny } from './words.ts';

/** Of these words any one is enough; null: none can be told, so anything may be enough. */
type Words = readonly string[] | null;

/** What has to be there, and the words by which a body shows that it could have it. */
interface Wanted {
  readonly words: readonly Words[];
  /** Whether the query has it; then the body need not. */
  readonly inQuery: (view: View) => boolean;
}

/** What a body has to mention before it can matter to one set of conditions. */
export interface BodyNeed {
  /** All of these, for the conditions to hold. */
  readonly wanted: readonly Wanted[];
  /** And one of these where only what is taken out of the body is at stake. */
  readonly taken: Words;
  readonly isOnlyTaken: boolean;
}

/** `asks`: the conditions, or those of an exception, look at the body. */
export function bodyNeed(conditions: Conditions, strip: Strip | null, asks: boolean): BodyNeed {
  const { body, fields, anyField, anyValue } = conditions;
  const required = (tests: readonly FieldTest[]) => tests.filter(({ value }) => value !== 'absent');
  return {
    wanted: [
      ...required(body).map((test) => ({ words: wordsOfField(test), inQuery: () => false })),
      ...required(fields).map((test) => ({
        words: wordsOfField(test),
        inQuery: (view: View) => queryHas(test.name, view),
      })),
      ...(anyField === null ? [] : [anyOf(anyField, (view) => hasSome(anyField, view))]),
      ...(anyValue === null ? [] : [anyOf(anyValue, (view) => hasValue(anyValue, view))]),
    ],
    taken: strip === null ? [] : wordsOfAny([...strip.body, ...strip.within]),
    isOnlyTaken: !asks,
  };
}

/** Whether a body that mentions these words can change what is made of a request. */
export function mayMatter(
  { wanted, taken, isOnlyTaken }: BodyNeed,
  view: View,
  mentions: Mentions,
) {
  const has = (words: Words): boolean => words === null || words.some(mentions);
  return (
    wanted.every(({ words, inQuery }) => words.every(has) || inQuery(view)) &&
    (!isOnlyTaken || has(taken))
  );
}

function wordsOfField({ name, value }: FieldTest): readonly Words[] {
  const named = wordsOfAny([name]);
  return typeof value === 'string' ? [named] : [named, wordsOfAny(value)];
}

function anyOf(tests: readonly TextTest[], inQuery: Wanted['inQuery']): Wanted {
  return { words: [wordsOfAny(tests)], inQuery };
}

function hasSome(names: readonly TextTest[], view: View): boolean {
  return names.some((name) => queryHas(name, view));
}

function queryHas(name: TextTest, view: View): boolean {
  if (queryOf(view).some((field) => testName(name, field.name))) return true;
  return isNestedName(name) && insideQueryOf(view).length > 0;
}

function hasValue(values: readonly TextTest[], view: View): boolean {
  return queryOf(view).some(({ value }) => testAny(values, value));
}
