import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { explainPage, explanationPolicy } from '../../../src/act/explain-page.ts';
import { request, rule } from './samples.ts';

const explanation = { pageOrigin: 'http://eyelid.internal', sentence: null, pass: null };
const page = request({ type: 'document', url: 'https://www.tracker.example/x?secret=1' });

describe('explainPage', () => {
  test('says what, why and where, and links to the log with the host filled in', () => {
    const html = explainPage(page, rule('block', { tracker: 'Acme, Spy' }), {
      ...explanation,
      sentence: 'Blocks all of Acme.',
    });
    expect(html).toContain('<h1>www.tracker.example was not opened</h1>');
    expect(html).toContain('<code>||block.example^</code>');
    expect(html).toContain('file meta.txt, line 7');
    expect(html).toContain('Acme, Spy');
    expect(html).toContain('<p>Blocks all of Acme.</p>');
    expect(html).toContain('href="http://eyelid.internal/log?host=www.tracker.example"');
    expect(html).not.toContain('secret');
  });

  test('without a sentence it takes the title of the rule, or none', () => {
    const titled = explainPage(page, rule('block', { title: 'A title' }), explanation);
    expect(titled).toContain('<p>A title</p>');
    const plain = explainPage(page, rule('block'), explanation);
    expect(plain.match(/<p>/g)).toHaveLength(2);
    expect(plain).not.toContain('<dt>Tracker</dt>');
  });

  test('escapes what comes from outside, and bounds it', () => {
    const hostile = `"><script>alert('1')</script>&`;
    const html = explainPage(
      page,
      rule('block', { text: hostile.repeat(100), list: hostile, tracker: hostile }),
      { ...explanation, sentence: hostile },
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain("alert('");
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
    expect(html).toContain('…</code>');
    expect(html.length).toBeLessThan(6000);
  });

  test.each([
    ['http://www.tracker.example/x?a=1&b="2"', 'http://eyelid.internal/open-anyway'],
    ['https://www.tracker.example/x?a=1&b="2"', 'https://eyelid.internal/open-anyway'],
  ])('with a pass, a button on %s posts it and the whole address to %s', (url, action) => {
    const asked = request({ type: 'document', url });
    const html = explainPage(asked, rule('block'), { ...explanation, pass: 'p.q' });
    expect(html).toContain(`<form method="post" action="${action}">`);
    expect(html).toContain('name="pass" value="p.q"');
    const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    expect(html).toContain(`name="url" value="${address}"`);
  });

  test('without a pass: one link, no form, nothing loaded', () => {
    const html = explainPage(page, rule('block'), explanation);
    expect(html.match(/href=/g)).toHaveLength(1);
    expect(html).not.toMatch(/<form|<script|src=|url\(|@import/);
  });

  test('the policy allows the one style sheet and nothing else', () => {
    const style = /<style>([^<]*)<\/style>/.exec(explainPage(page, rule('block'), explanation));
    const hash = createHash('sha256')
      .update(style?.[1] ?? '')
      .digest('base64');
    expect(explanationPolicy('http://eyelid.internal')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; ` +
        "form-action 'self' http://eyelid.internal https://eyelid.internal",
    );
  });

  test('an IPv6 host', () => {
    const html = explainPage(
      request({ url: 'https://[2001:db8::1]/', type: 'document' }),
      rule('block'),
      explanation,
    );
    expect(html).toContain('/log?host=2001%3Adb8%3A%3A1"');
  });
});
