import { RESOURCE_TYPES, typeBit } from '../../model/request.ts';
import type { Conditions, FieldTest, Signature } from '../signature/signature.ts';
import { type TextTest, testAny } from '../signature/text-test.ts';

/** Methods whose requests have no body that a rule could look into (RFC 9110 section 9.3). */
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']);

/** With more pairs than this to compare, a hostile file would hold others up: none is told. */
const MAX_PAIRS = 20_000;

/** Why a signature can never apply, as a sentence, or null where it could. */
export function whyNeverApplies({ when, unless }: Signature): string | null {
  const undone = unless.find((set) => isEmptySet(set));
  if (undone !== undefined) return 'its "unless" says nothing, so it holds for every request';
  if (when.length * unless.length > MAX_PAIRS / 100) return null;
  const reasons = when.map((set) => whyFails(set) ?? whyExcluded(set, unless));
  const [first] = reasons;
  if (first === undefined || reasons.some((reason) => reason === null)) return null;
  return first;
}

/** Sets of `when` that can never hold where others can: their numbers (from 1) and why. */
export function deadSets({ when, unless }: Signature): readonly (readonly [number, string])[] {
  if (when.length * unless.length > MAX_PAIRS / 100) return [];
  return when.flatMap((set, i) => {
    const reason = whyFails(set) ?? whyExcluded(set, unless);
    return reason === null ? [] : [[i + 1, reason] as const];
  });
}

function whyFails(set: Conditions): string | null {
  const { methods, body, query, fields, headers, cookies, types } = set;
  if (body.length > 0 && methods?.every((method) => WITHOUT_BODY.has(method)) === true) {
    return `it asks for a body, which ${methods.join(' and ')} requests have not`;
  }
  const isSocket = types === typeBit('websocket');
  if (isSocket && methods?.includes('GET') === false) {
    return `a ${RESOURCE_TYPES[RESOURCE_TYPES.indexOf('websocket')]} begins with GET`;
  }
  return (
    contradiction(query, query, 'query') ??
    contradiction(body, body, 'body') ??
    contradiction([...query, ...body, ...fields], fields, 'fields') ??
    contradiction(headers, headers, 'headers') ??
    contradiction(cookies, cookies, 'cookies')
  );
}

/** A field that has to be there and must not be. */
function contradiction(
  wanted: readonly FieldTest[],
  others: readonly FieldTest[],
  where: string,
): string | null {
  const absent = others.filter(({ value }) => value === 'absent').map(({ name }) => name);
  if (absent.length * wanted.length > MAX_PAIRS) return null;
  for (const { name, value } of wanted) {
    if (value === 'absent' || name.kind !== 'exact') continue;
    if (testAny(absent, name.text)) {
      return `"${name.text}" has to be there, and ${where} says that it must not be`;
    }
  }
  return null;
}

/** An exception of the signature that holds whenever the set does. */
function whyExcluded(set: Conditions, unless: readonly Conditions[]): string | null {
  return unless.some((out) => implies(set, out))
    ? 'whenever its conditions hold, those of "unless" do too'
    : null;
}

/** Whether what holds for `set` holds for `out`, as far as equal conditions tell. */
function implies(set: Conditions, out: Conditions): boolean {
  return (Object.keys(out) as (keyof Conditions)[]).every((key) => {
    const wanted = out[key];
    if (wanted === null || (Array.isArray(wanted) && wanted.length === 0)) return true;
    return written(wanted) === written(set[key]);
  });
}

function isEmptySet(set: Conditions): boolean {
  return Object.values(set).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
}

/** The same text for two conditions that say the same. */
export function written(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof RegExp ? `${part.source} ${part.flags}` : part,
  );
}

/** The names of a strip that are exact, and so can be compared. */
export function exactNames(names: readonly TextTest[]): readonly string[] {
  return names.flatMap((name) => (name.kind === 'exact' ? [name.text] : []));
}

/** True where a signature applies to every request. */
export function appliesAlways({ when, unless }: Signature): boolean {
  return unless.length === 0 && when.some(isEmptySet);
}
