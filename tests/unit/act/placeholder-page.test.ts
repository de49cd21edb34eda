import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLACEHOLDER_POLICY, placeholderPage } from '../../../src/act/placeholder-page.ts';
import type { RequestInfo } from '../../../src/model/request.ts';
import { parseHostname } from '../../../src/model/terms.ts';
import { anyText } from '../../support/any-text.ts';
import { request, rule } from './samples.ts';

const POST =
  'https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fp%2F1';
const held = rule('placeholder', { text: '||facebook.com/plugins/$placeholder' });
const shop = parseHostname('shop.test');

function frame(url = POST, page: RequestInfo['page'] = shop): RequestInfo {
  return { ...request({ url, type: 'subdocument' }), page };
}

describe('placeholderPage', () => {
  test('says what it is, who would be told of what, and which rule holds it back', () => {
    const html = placeholderPage(frame(), held, `${POST}&eyelid-load=p`);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title>Facebook post, held back by Eyelid</title>');
    expect(html).toContain('<h1>Facebook post</h1>');
    expect(html).toContain('tells Facebook (Meta) that you are reading shop.test');
    expect(html).toContain(
      '<code>||facebook.com/plugins/$placeholder</code><br>in meta.txt, line 7',
    );
  });

  test('has a button that posts, and a link that tells nobody where it was', () => {
    const html = placeholderPage(frame(), held, 'https://www.facebook.com/x?a=1&eyelid-load=p');
    expect(html).toMatch(
      /<form method="post" action="https:\/\/www\.facebook\.com\/x\?a=1&amp;eyelid-load=p"><button title="[^"]+"><span class="more">Load Facebook <\/span>post<\/button><\/form>/,
    );
    expect(html).toContain(
      '<a href="https://www.facebook.com/p/1" target="_blank" rel="noopener noreferrer">Open on Facebook</a>',
    );
  });

  test('has no button where it cannot be loaded, and no link where there is no place to go', () => {
    const html = placeholderPage(frame('https://www.facebook.com/plugins/page.php'), held, null);
    expect(html).not.toMatch(/<form|<button|<a /);
    expect(placeholderPage(frame(POST, null), held, null)).toContain('you are reading this page,');
  });

  test('the policy allows the one style sheet, and anybody to show it', () => {
    const style = /<style>([^<]*)<\/style>/.exec(placeholderPage(frame(), held, null));
    const hash = createHash('sha256')
      .update(style?.[1] ?? '')
      .digest('base64');
    expect(PLACEHOLDER_POLICY).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; ` +
        "form-action 'self' https:; frame-ancestors *; " +
        'sandbox allow-forms allow-popups allow-popups-to-escape-sandbox',
    );
  });

  test('nothing is loaded and nothing runs', () => {
    const html = placeholderPage(frame(), held, POST);
    expect(html).not.toMatch(/<script|\bsrc=|url\(|@import|\bon\w+=|style="/);
  });

  test('whatever a page or a rule writes, it stays text', () => {
    const pageOf = (text: string) => {
      const url = `https://www.facebook.com/plugins/post.php?href=${encodeURIComponent(text)}`;
      const named = rule('placeholder', { text, list: text });
      return placeholderPage(frame(url), named, `https://a.test/?${text}`);
    };
    // The link depends on what the address says; the rest must not.
    const tags = (html: string) =>
      html
        .replace(/"[^"]*"/g, '""')
        .match(/<[^>]*>/g)
        ?.filter((tag) => !/^<\/?a\b/.test(tag));
    const plain = tags(pageOf('x'));
    const hostile = `"><script>alert(1)</script><a href='javascript:x'>`;
    expect(tags(pageOf(hostile))).toEqual(plain);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tags(pageOf(text))).toEqual(plain);
      }),
    );
  });
});
