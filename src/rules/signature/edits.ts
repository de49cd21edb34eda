import type { Edit, Removal, Rule } from '../../model/rule.ts';
import { whyHeaderIsKept } from '../filter/removable-header.ts';
import type { Signature, Strip } from './signature.ts';
import { type TextTest, testName } from './text-test.ts';

type NameTest = (name: string) => boolean;

/**
 * The changes that a signature asks for, one for each kind it names. Whether an
 * exchange holds what they change is for `act/` to find.
 */
export function createEdits({ rule, strip, rewrite, learn }: Signature): readonly Edit[] {
  return [
    ...(learn === null ? [] : [{ rule, kind: 'learn' as const, name: learn }]),
    ...(rewrite === null ? [] : [{ rule, kind: 'rewriter' as const, name: rewrite }]),
    ...(strip === null ? [] : removals(rule, strip)),
  ];
}

function removals(rule: Rule, strip: Strip): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (kind: Removal['kind'], names: readonly TextTest[], test = nameTest(names)): void => {
    if (names.length > 0) edits.push({ rule, kind, test });
  };
  add('query', strip.query);
  add('bodyField', strip.body, pathTest(strip.body));
  add('requestCookie', strip.cookies);
  add('responseCookie', strip.setCookies);
  add('requestHeader', strip.headers, removable(nameTest(strip.headers)));
  add('responseHeader', strip.responseHeaders, removable(nameTest(strip.responseHeaders)));
  if (strip.within.length > 0) {
    const [field, test] = [pathTest(strip.within), nameTest(strip.query)];
    edits.push({ rule, kind: 'within', field, test });
  }
  return edits;
}

/** JSON is read 16 deep; keys may hold dots of their own. */
const MAX_PARENTS = 24;

/** In JSON a name stands for all that is below it: `user` takes `user.email` out. */
function pathTest(names: readonly TextTest[]): NameTest {
  const named = nameTest(names);
  const exact = exactTexts(names);
  return (path) => {
    if (named(path)) return true;
    let dot = path.indexOf('.');
    for (let i = 0; i < MAX_PARENTS && dot !== -1; i++) {
      if (exact.has(path.slice(0, dot))) return true;
      dot = path.indexOf('.', dot + 1);
    }
    return false;
  };
}

/** An expression may not reach a header that the message or the page's security needs. */
function removable(named: NameTest): NameTest {
  return (name) => named(name) && whyHeaderIsKept(name) === null;
}

function nameTest(names: readonly TextTest[]): NameTest {
  const exact = exactTexts(names);
  const others = names.filter((name) => name.kind !== 'exact');
  return (name) => exact.has(name) || others.some((test) => testName(test, name));
}

function exactTexts(names: readonly TextTest[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => (name.kind === 'exact' ? [name.text] : [])));
}
