import type { Edit, Removal, Rule } from '../../model/rule.ts';
import { whyHeaderIsKept } from '../filter/removable-header.ts';
import type { Strip } from './signature.ts';
import { type TextTest, testName } from './text-test.ts';

type NameTest = (name: string) => boolean;

/**
 * The changes that a signature with action `strip` asks for, one for each kind
 * it names. Whether a request holds what they remove is for `act/` to find.
 */
export function createEdits(rule: Rule, strip: Strip): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (kind: Removal['kind'], names: readonly TextTest[]): void => {
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
  return (name) => exact.has(name) || others.some((test) => testName(test, name));
}
