import type { Edit, Removal } from '../model/rule.ts';

/** Given a decoded name. */
export type NameTest = (name: string) => boolean;
/** Given a decoded name and the whole `name=value` as written. */
export type FieldTest = (name: string, raw: string) => boolean;

/** The tests of many edits, joined by kind with "or"; null where there is none of that kind. */
export interface EditTests {
  readonly query: FieldTest | null;
  readonly requestHeader: NameTest | null;
  readonly requestCookie: NameTest | null;
  readonly responseHeader: NameTest | null;
  readonly responseCookie: NameTest | null;
  readonly bodyField: NameTest | null;
}

/** Joins edits, so that each field, cookie and header is visited once. */
export function joinEdits(edits: readonly Edit[]): EditTests {
  const tests: Record<Removal['kind'], FieldTest[]> = {
    query: [],
    requestHeader: [],
    requestCookie: [],
    responseHeader: [],
    responseCookie: [],
    bodyField: [],
  };
  for (const edit of edits) if (isRemoval(edit)) tests[edit.kind].push(edit.test);
  return {
    query: join(tests.query),
    requestHeader: joinNames(tests.requestHeader),
    requestCookie: joinNames(tests.requestCookie),
    responseHeader: joinNames(tests.responseHeader),
    responseCookie: joinNames(tests.responseCookie),
    bodyField: joinNames(tests.bodyField),
  };
}

function isRemoval(edit: Edit): edit is Removal {
  // A `within` has a test too, which is asked of the addresses in other fields.
  return 'test' in edit && edit.kind !== 'within';
}

function join(tests: readonly FieldTest[]): FieldTest | null {
  if (tests.length < 2) return tests[0] ?? null;
  return (name, raw) => tests.some((test) => test(name, raw));
}

function joinNames(tests: readonly FieldTest[]): NameTest | null {
  const joined = join(tests);
  return joined === null ? null : (name) => joined(name, name);
}
