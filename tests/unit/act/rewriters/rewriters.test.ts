import { expect, test } from 'vitest';
import { REWRITERS, rewriteOf } from '../../../../src/act/rewriters/rewriters.ts';
import { REWRITER_NAMES } from '../../../../src/model/rewriter-names.ts';
import { bodyEdit, edit, rewriterEdit } from '../samples.ts';

test('there is one for each name that a rule may say', () => {
  expect(Object.keys(REWRITERS).toSorted()).toEqual([...REWRITER_NAMES].toSorted());
});

test.each(REWRITER_NAMES)('%s leaves another text alone', (name) => {
  const text = '<!doctype html><p>config.set("x")</p> {"a":1}';
  expect(REWRITERS[name].rewrite(text)).toBe(text);
});

test('an edit of the text of a response has what is done to it', () => {
  const own = bodyEdit((text) => text);
  expect(rewriteOf(own)).toBe(own.body);
  expect(rewriteOf(rewriterEdit('meta-defuse-config'))).toBe(REWRITERS['meta-defuse-config']);
  expect(rewriteOf(edit('query', 'a'))).toBeNull();
});
