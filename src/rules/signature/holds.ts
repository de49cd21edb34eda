import type { Field, TypeMask } from '../../model/request.ts';
import type { Conditions, FieldTest } from './signature.ts';
import { type TextTest, testAny, testName } from './text-test.ts';
import { cookiesOf, headersOf, pathOf, queryOf, type View } from './view.ts';

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
    (query.length === 0 || allHold(query, queryOf(view), NO_FIELDS)) &&
    (headers.length === 0 || allHold(headers, headersOf(view), NO_FIELDS)) &&
    (cookies.length === 0 || allHold(cookies, cookiesOf(view), NO_FIELDS))
  );
}

function fieldsHold(conditions: Conditions, view: View): boolean {
  if (!asksBody(conditions)) return true;
  const body = view.body?.fields ?? NO_FIELDS;
  if (conditions.body.length > 0) {
    if (view.body === null || !allHold(conditions.body, NO_FIELDS, body)) return false;
  }
  const { anyField, anyValue } = conditions;
  const query = queryOf(view);
  return (
    allHold(conditions.fields, query, body) &&
    (anyField === null || anyField.some((name) => isPresent(name, query, body))) &&
    (anyValue === null || someValue(anyValue, query) || someValue(anyValue, body))
  );
}

function allHold(
  tests: readonly FieldTest[],
  flat: readonly Field[],
  nested: readonly Field[],
): boolean {
  for (const test of tests) {
    if (!fieldHolds(test, flat, nested)) return false;
  }
  return true;
}

function fieldHolds(
  { name, value }: FieldTest,
  flat: readonly Field[],
  nested: readonly Field[],
): boolean {
  if (value === 'present') return isPresent(name, flat, nested);
  if (value === 'absent') return !isPresent(name, flat, nested);
  return hasValue(name, value, flat) || hasValue(name, value, nested);
}

function hasValue(name: TextTest, values: readonly TextTest[], fields: readonly Field[]): boolean {
  for (const field of fields) {
    if (testName(name, field.name) && testAny(values, field.value)) return true;
  }
  return false;
}

/**
 * `nested` fields come from a body, where JSON may hold an object or a list
 * under the name: `extinfo` is present when there is an `extinfo.0`.
 */
function isPresent(name: TextTest, flat: readonly Field[], nested: readonly Field[]): boolean {
  return (
    flat.some((field) => testName(name, field.name)) ||
    nested.some((field) => testName(name, field.name) || isBelow(name, field.name))
  );
}

function isBelow(name: TextTest, path: string): boolean {
  return name.kind === 'exact' && path[name.text.length] === '.' && path.startsWith(name.text);
}

function someValue(values: readonly TextTest[], fields: readonly Field[]): boolean {
  return fields.some((field) => testAny(values, field.value));
}
