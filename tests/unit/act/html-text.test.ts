import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, shownText } from '../../../src/act/html-text.ts';
import { anyText } from '../../support/any-text.ts';

test('what means something in HTML is written as text', () => {
  expect(escapeHtml(`<a href="x" id='y'>&amp;`)).toBe(
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;',
  );
});

test('what is shown is cut after 500 characters; what is needed whole is not', () => {
  expect(shownText('<'.repeat(501))).toBe(`${'&lt;'.repeat(500)}…`);
  expect(shownText('x'.repeat(500))).toBe('x'.repeat(500));
  expect(escapeHtml('x'.repeat(501))).toHaveLength(501);
});

test('no text can end an attribute or begin a tag', () => {
  fc.assert(fc.property(anyText, (text) => !/[<>"']/.test(escapeHtml(text))));
});
