import type { Field, TypeMask } from '../../model/request.ts';
import type { Conditions, FieldTest } from './signature.ts';
import { type TextTest, testAny, testName } from './text-test.ts';
import { isNestedName } from './unfold.ts';
import {
  bodyOf,
  cookiesOf,
  headersOf,
  insideBodyOf,
  insideQueryOf,
  pathOf,
  queryOf,
  type View,
} from './view.ts';

const NO_FIELDS: readonly Field[] = [];

/** Whether all conditions hold. Without a body, what is asked of it does not. */
export function holds(conditions: Conditions, types: TypeMask, view: View): boolean {
  return headHolds(conditions, types, view) && fieldsHold(conditions, view);
}

/** Whether all conditions hold that do not need the body: what it says may still decide. */
export function headHolds(conditions: Conditions, types: TypeMask, view: View): boolean {
  const { request } = view;
  if ((types & request.types) === 0) return false;
  if (conditions.party !== null && conditions.party !== request.party) return false;
  if (conditions.methods !== null && !conditions.methods.includes(request.method)) return false;
  if (conditions.hosts !== null && !testAny(conditions.hosts, request.hostname)) return false;
  if (conditions.paths !== null && !testAny(conditions.paths, pathOf(view))) return false;
  return pageHolds(conditions.pages, view) && namedHold(conditions, view);
}

/** True where reading the body can change what `holds` says. */
export function asksBody(conditions: Conditions): boolean {
  return (
    conditions.fields.length > 0 ||
    conditions.body.length > 0 ||
    conditions.anyField !== null ||
    conditions.anyValue !== null
  );
}

function pageHolds(pages: readonly TextTest[] | null, view: View): boolean {
  const { page } = view.request;
  return pages === null || (page !== null && testAny(pages, page));
}

function namedHold({ query, headers, cookies }: Conditions, view: View): boolean {
  return (
    allHold(query, QUERY, view) &&
    allHold(headers, HEADERS, view) &&
    allHold(cookies, COOKIES, view)
  );
}

function fieldsHold(conditions: Conditions, view: View): boolean {
  if (!asksBody(conditions)) return true;
  if (conditions.body.length > 0) {
    if (view.body === null || !allHold(conditions.body, BODY, view)) return false;
  }
  const { anyField, anyValue } = conditions;
  return (
    allHold(conditions.fields, BOTH, view) &&
    (anyField === null || anyField.some((name) => isPresent(name, BOTH, view))) &&
    (anyValue === null || someValue(anyValue, queryOf(view)) || someValue(anyValue, bodyOf(view)))
  );
}

type Fields = (view: View) => readonly Field[];

/** Where a condition looks. */
interface Source {
  readonly flat: Fields;
  /** Where JSON may hold an object or a list under a name: `extinfo` is there when `extinfo.0` is. */
  readonly nested: Fields;
  /** JSON in the values of both; looked at last, for it has to be read first. */
  readonly inside: Fields;
}

const none: Fields = () => NO_FIELDS;
const QUERY: Source = { flat: queryOf, nested: none, inside: insideQueryOf };
const BODY: Source = { flat: none, nested: bodyOf, inside: insideBodyOf };
const HEADERS: Source = { flat: headersOf, nested: none, inside: none };
const COOKIES: Source = { flat: cookiesOf, nested: none, inside: none };
const BOTH: Source = {
  flat: queryOf,
  nested: bodyOf,
  inside: (view) => [...insideQueryOf(view), ...insideBodyOf(view)],
};

function allHold(tests: readonly FieldTest[], source: Source, view: View): boolean {
  for (const test of tests) {
    if (!fieldHolds(test, source, view)) return false;
  }
  return true;
}

function fieldHolds({ name, value }: FieldTest, source: Source, view: View): boolean {
  if (value === 'present') return isPresent(name, source, view);
  if (value === 'absent') return !isPresent(name, source, view);
  return (
    hasValue(name, value, source.flat(view)) ||
    hasValue(name, value, source.nested(view)) ||
    (isNestedName(name) && hasValue(name, value, source.inside(view)))
  );
}

function hasValue(name: TextTest, values: readonly TextTest[], fields: readonly Field[]): boolean {
  for (const field of fields) {
    if (testName(name, field.name) && testAny(values, field.value)) return true;
  }
  return false;
}

function isPresent(name: TextTest, { flat, nested, inside }: Source, view: View): boolean {
  return (
    flat(view).some((field) => testName(name, field.name)) ||
    nested(view).some((field) => isAtOrBelow(name, field.name)) ||
    (isNestedName(name) && inside(view).some((field) => isAtOrBelow(name, field.name)))
  );
}

function isAtOrBelow(name: TextTest, path: string): boolean {
  if (testName(name, path)) return true;
  return name.kind === 'exact' && path[name.text.length] === '.' && path.startsWith(name.text);
}

function someValue(values: readonly TextTest[], fields: readonly Field[]): boolean {
  return fields.some((field) => testAny(values, field.value));
}
