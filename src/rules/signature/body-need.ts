import { queryFields } from '../../model/fields.ts';
import { header } from '../../model/request.ts';
import { type Hint, type Hints, hintsOfNames, hintsOfValues, joined } from './hints.ts';
import { asksBody } from './holds.ts';
import type { Mentions } from './mentions.ts';
import type { Conditions, FieldTest, Signature, Strip } from './signature.ts';
import { type TextTest, testAny, testName } from './text-test.ts';
import { isNestedName } from './unfold.ts';
import { insideQueryOf, queryOf, type View } from './view.ts';

/** What has to be there, and what a body shows by that it could have it: all of these. */
interface Wanted {
  readonly hints: readonly Hints[];
  /** Whether the query has it; then the body need not. */
  readonly inQuery: (view: View) => boolean;
}

/** What a body has to show before it can matter to one set of conditions. */
export interface BodyNeed {
  /** For the conditions to hold, with the body or without. */
  readonly wanted: readonly Wanted[];
  /** The conditions, or those of an exception, look at the body. */
  readonly asks: boolean;
  /** Of what is taken out of the body; null where more is done than taking fields out. */
  readonly taken: { readonly hints: Hints; readonly query: readonly TextTest[] } | null;
}

/** Null where no body can matter to these conditions of a signature. */
export function bodyNeed(
  conditions: Conditions,
  { rule, unless, strip }: Signature,
): BodyNeed | null {
  const asks = asksBody(conditions) || unless.some(asksBody);
  const edits = strip !== null && strip.body.length + strip.within.length > 0;
  if (!asks && !edits) return null;
  const { body, fields, anyField, anyValue } = conditions;
  return {
    wanted: [
      ...required(body).map((test) => ({ hints: hintsOf(test), inQuery: () => false })),
      ...required(fields).map((test) => ({
        hints: hintsOf(test),
        inQuery: (view: View) => queryHas(test.name, view),
      })),
      ...(anyField === null ? [] : [anyNameOf(anyField)]),
      ...(anyValue === null ? [] : [anyValueOf(anyValue)]),
    ],
    asks,
    taken: strip === null || rule.action !== 'strip' ? null : takenBy(strip, asks),
  };
}

/** All that is to be looked for. */
export function hintsOfNeed({ wanted, taken }: BodyNeed): readonly Hint[] {
  const all = [...wanted.flatMap(({ hints }) => hints), taken?.hints ?? null];
  return all.flatMap((hints) => hints ?? []);
}

/** Whether a body that shows these hints can change what is made of a request. */
export function mayMatter({ wanted, asks, taken }: BodyNeed, view: View, mentions: Mentions) {
  const has = (hints: Hints): boolean => hints === null || hints.some(mentions);
  if (!wanted.every(({ hints, inQuery }) => hints.every(has) || inQuery(view))) return false;
  return taken === null || has(taken.hints) || (asks && addressHas(taken.query, view));
}

function required(tests: readonly FieldTest[]): readonly FieldTest[] {
  return tests.filter(({ value }) => value !== 'absent');
}

function hintsOf({ name, value }: FieldTest): readonly Hints[] {
  const named = hintsOfNames([name]);
  return typeof value === 'string' ? [named] : [named, hintsOfValues(value)];
}

function anyNameOf(names: readonly TextTest[]): Wanted {
  const inQuery = (view: View) => names.some((name) => queryHas(name, view));
  return { hints: [hintsOfNames(names)], inQuery };
}

function anyValueOf(values: readonly TextTest[]): Wanted {
  const inQuery = (view: View) => queryOf(view).some(({ value }) => testAny(values, value));
  return { hints: [hintsOfValues(values)], inQuery };
}

function queryHas(name: TextTest, view: View): boolean {
  if (queryOf(view).some((field) => testName(name, field.name))) return true;
  return isNestedName(name) && insideQueryOf(view).length > 0;
}

/** Cookies and headers go too where the fields of the body make the conditions hold. */
function takenBy(strip: Strip, asks: boolean): BodyNeed['taken'] {
  const { query, body, within, cookies, setCookies, headers, responseHeaders } = strip;
  const others = [...cookies, ...setCookies, ...headers, ...responseHeaders];
  if (asks && others.length > 0) return null;
  const inside = within.length === 0 ? [] : hintsOfNames(query);
  return { hints: joined([hintsOfNames(body), inside]), query };
}

/** The address, or the Referer, which repeats one. */
function addressHas(names: readonly TextTest[], view: View): boolean {
  const has = ({ name }: { readonly name: string }) => names.some((test) => testName(test, name));
  const referer = header(view.request.headers, 'referer');
  return queryOf(view).some(has) || (referer !== null && queryFields(referer).some(has));
}
