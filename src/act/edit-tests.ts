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
}

/** Joins edits, so that each field, cookie and header is visited once. */
export function joinEdits(edits: readonly Edit[]): EditTests {
  return {
    query: joinFields(edits),
    requestHeader: joinNames(edits, 'requestHeader'),
    requestCookie: joinNames(edits, 'requestCookie'),
    responseHeader: joinNames(edits, 'responseHeader'),
    responseCookie: joinNames(edits, 'responseCookie'),
  };
}

function joinFields(edits: readonly Edit[]): FieldTest | null {
  const tests = edits.flatMap((edit) => (edit.kind === 'query' ? [edit.test] : []));
  return tests.length === 0 ? null : (name, raw) => tests.some((test) => test(name, raw));
}

function joinNames(
  edits: readonly Edit[],
  kind: Exclude<Removal['kind'], 'query'>,
): NameTest | null {
  const tests = edits.flatMap((edit) => (edit.kind === kind ? [edit.test as NameTest] : []));
  return tests.length === 0 ? null : (name) => tests.some((test) => test(name));
}
