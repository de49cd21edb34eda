import { queryFields } from '../../model/fields.ts';
import type { Field } from '../../model/request.ts';
import type { Edit, Rule } from '../../model/rule.ts';
import { whyHeaderIsKept } from '../filter/removable-header.ts';
import type { Strip } from './signature.ts';
import { type TextTest, testText } from './text-test.ts';
import { cookiesOf, headersOf, queryOf, type View } from './view.ts';

type NameTest = (name: string) => boolean;

/** The changes that a signature with action `strip` asks for, one for each kind it names. */
export function createEdits(rule: Rule, strip: Strip): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (kind: Edit['kind'], names: readonly TextTest[]): void => {
    if (names.length === 0) return;
    const named = nameTest(names);
    const isHeader = kind === 'requestHeader' || kind === 'responseHeader';
    edits.push({ rule, kind, test: isHeader ? removable(named) : named });
  };
  add('query', strip.query);
  add('requestCookie', strip.cookies);
  add('responseCookie', strip.setCookies);
  add('requestHeader', strip.headers);
  add('responseHeader', strip.responseHeaders);
  return edits;
}

/** An expression may not reach a header that the message or the page's security needs. */
function removable(named: NameTest): NameTest {
  return (name) => named(name) && whyHeaderIsKept(name) === null;
}

function nameTest(names: readonly TextTest[]): NameTest {
  const exact = new Set(names.flatMap((name) => (name.kind === 'exact' ? [name.text] : [])));
  const others = names.filter((name) => name.kind !== 'exact');
  return (name) => exact.has(name) || others.some((test) => testText(test, name));
}

/**
 * The edits that find something to take out, so that nothing is reported as
 * stripped where nothing was there. The response is not known yet: its edits
 * are always kept. A query field counts in the Referer too, from which a
 * tracker reads it just as well.
 */
export function effectiveEdits(edits: readonly Edit[], view: View): readonly Edit[] {
  return edits.every((edit) => hasWork(edit, view))
    ? edits
    : edits.filter((edit) => hasWork(edit, view));
}

function hasWork(edit: Edit, view: View): boolean {
  switch (edit.kind) {
    case 'query':
      return queryOf(view).some(tests(edit)) || refererQuery(view).some(tests(edit));
    case 'requestCookie':
      return cookiesOf(view).some(tests(edit));
    case 'requestHeader':
      return headersOf(view).some(tests(edit));
    case 'responseCookie':
    case 'responseHeader':
      return true;
  }
}

function tests(edit: Edit): (field: Field) => boolean {
  return ({ name, value }) => edit.test(name, `${name}=${value}`);
}

function refererQuery(view: View): readonly Field[] {
  const referer = headersOf(view).find(({ name }) => name === 'referer');
  return referer === undefined ? [] : queryFields(referer.value);
}
