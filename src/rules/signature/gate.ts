import { literalText, UNKNOWN_TEXT } from '../regex/literals.ts';
import { parseRegex } from '../regex/parse.ts';
import type { Conditions, FieldTest, Strip } from './signature.ts';
import type { TextTest } from './text-test.ts';
import { isNestedName } from './unfold.ts';

/**
 * Something cheap to look for, without which a set of conditions cannot hold.
 * Of the texts of one gate any one is enough to look closer.
 *
 * host      a hostname or one of its parents
 * field     the name of a field of query, body or Referer
 * path      a whole path
 * pathPart  a piece of a path, lower case
 * part      a piece of a field's name or value, lower case; or any body
 * body      any body; it has no texts
 */
export interface Gate {
  readonly kind: 'host' | 'field' | 'cookie' | 'header' | 'path' | 'pathPart' | 'part' | 'body';
  readonly texts: readonly string[];
}

/** Pieces below this weight are found in too many URLs to be worth looking for. */
const MIN_WEIGHT = 3;

/**
 * The gates of one set of conditions: unless one of them is found, the set
 * cannot hold. Null where no gate can be told, so that it must be tried always.
 */
export function gatesOf(conditions: Conditions, strip: Strip | null): readonly Gate[] | null {
  const { body, query, fields, paths } = conditions;
  const exact =
    gate('host', hostNames(conditions.hosts)) ??
    gate('field', rarestField([...body, ...query, ...fields])) ??
    gate('path', exactTexts(paths));
  if (exact !== null) return [exact];
  const stripped = strip === null ? null : stripGates(strip);
  if (stripped !== null) return stripped;
  const loose =
    gate('pathPart', parts(paths, longest)) ??
    (body.length > 0 ? { kind: 'body' as const, texts: [] } : null) ??
    gate('part', namePart([...query, ...fields])) ??
    gate('field', exactTexts(conditions.anyField)?.flatMap(withParents) ?? null) ??
    gate('part', conditions.anyField?.map(partOfName) ?? null) ??
    gate('header', rarest(conditions.headers)) ??
    gate('cookie', rarest(conditions.cookies)) ??
    (hasPresent(conditions.cookies) ? { kind: 'header' as const, texts: ['cookie'] } : null) ??
    gate('part', parts(conditions.anyValue, heaviest));
  return loose === null ? null : [loose];
}

/** A gate with texts that are worth looking for, or null. */
function gate(kind: Gate['kind'], texts: readonly string[] | null): Gate | null {
  if (texts === null || texts.length === 0) return null;
  const isPart = kind === 'pathPart' || kind === 'part';
  return isPart && texts.some((text) => weight(text) < MIN_WEIGHT) ? null : { kind, texts };
}

/** What is to be stripped must be there, unless it is in the response. */
function stripGates(strip: Strip): readonly Gate[] | null {
  if (strip.setCookies.length > 0 || strip.responseHeaders.length > 0) return null;
  const lists = [
    ['field', exactTexts([...strip.query, ...strip.body, ...strip.within])],
    ['cookie', exactTexts(strip.cookies)],
    ['header', exactTexts(strip.headers)],
  ] as const;
  const gates: Gate[] = [];
  for (const [kind, texts] of lists) {
    if (texts === null) return null;
    if (texts.length > 0) gates.push({ kind, texts });
  }
  return gates;
}

/** The texts of tests that are all exact, else null. */
function exactTexts(tests: readonly TextTest[] | null): readonly string[] | null {
  if (tests === null) return null;
  const texts = tests.flatMap((test) => (test.kind === 'exact' ? [test.text] : []));
  return texts.length === tests.length ? texts : null;
}

function hostNames(hosts: readonly TextTest[] | null): readonly string[] | null {
  if (hosts === null) return null;
  const names = hosts.flatMap((host) => {
    if (host.kind === 'exact') return [host.text];
    return host.kind === 'suffix' ? [host.text.slice(1)] : [];
  });
  return names.length === hosts.length ? names : null;
}

/** Of the names that must be there, the longest: it is found by accident least often. */
function rarest(tests: readonly FieldTest[]): readonly string[] | null {
  let best = '';
  for (const { name, value } of tests) {
    if (value === 'absent' || name.kind !== 'exact') continue;
    if (name.text.length > best.length) best = name.text;
  }
  return best === '' ? null : [best];
}

/**
 * The same for fields, which may stand inside the JSON of another: `pd.em` is
 * found by `pd` too. One that cannot is preferred.
 */
function rarestField(tests: readonly FieldTest[]): readonly string[] | null {
  const plain = rarest(tests.filter(({ name }) => !isNestedName(name)));
  const [nested] = (plain === null ? rarest(tests) : null) ?? [];
  return nested === undefined ? plain : withParents(nested);
}

function withParents(name: string): readonly string[] {
  const pieces = name.split('.');
  return pieces.map((_, i) => pieces.slice(0, i + 1).join('.')).filter((text) => text !== '');
}

/** True where some field must be there, whatever its name. */
function hasPresent(tests: readonly FieldTest[]): boolean {
  return tests.some(({ value }) => value !== 'absent');
}

/** Of the names that must be there and are no exact texts, the heaviest piece. */
function namePart(tests: readonly FieldTest[]): readonly string[] | null {
  const names = tests.flatMap(({ name, value }) => (value === 'absent' ? [] : [name]));
  const best = heaviest(names.map(partOfName));
  return best === '' ? null : [best];
}

/** A dot may join the names of a field and of one inside it, which stand apart in a request. */
function partOfName(name: TextTest): string {
  return heaviest(fixedPieces(name).flatMap((text) => text.split('.'))).toLowerCase();
}

/** For each test the best of its pieces of fixed text; '' where it has none. */
function parts(
  tests: readonly TextTest[] | null,
  best: (texts: readonly string[]) => string,
): readonly string[] | null {
  return tests?.map((test) => best(fixedPieces(test)).toLowerCase()) ?? null;
}

/** Pieces of printable ASCII that are in every text the test takes. */
function fixedPieces(test: TextTest): readonly string[] {
  return fixedTexts(test).flatMap((text) => text.split(/[^!-~]+/));
}

function fixedTexts(test: TextTest): readonly string[] {
  switch (test.kind) {
    case 'exact':
    case 'suffix':
      return [test.text];
    case 'glob':
      return test.pieces;
    case 'regex': {
      const node = parseRegex(test.regex.source);
      // A bar stands for the beginning of the text.
      const text = node === null ? '' : literalText(node).replaceAll('|', UNKNOWN_TEXT);
      return text.split(UNKNOWN_TEXT);
    }
  }
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function heaviest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (weight(text) > weight(best) ? text : best), '');
}

/** Letters are everywhere in a URL; a bracket is rare. */
function weight(text: string): number {
  return text.length + 2 * text.replaceAll(/[\w.~/=&-]/g, '').length;
}
