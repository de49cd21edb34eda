import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import { describeEmbed, type Embed } from './embed.ts';
import { escapeHtml, shownText } from './html-text.ts';

/**
 * A frame is as large as its site makes it: a like button of 90 by 20 pixels,
 * a post, comments down a whole page. What does not fit is left out, the least
 * needed first; the button never is.
 */
const STYLE = [
  ':root{color-scheme:light dark;--page:#f4f5f7;--text:#1c1e21;--soft:#4b5563;--line:#9aa1ac;--do:#1d4f9c;--on:#fff}',
  '@media(prefers-color-scheme:dark){:root{--page:#1e2126;--text:#e8eaed;--soft:#b6bcc6;--line:#6b7280;--do:#a8c7fa;--on:#0b1a33}}',
  '*{box-sizing:border-box}html,body{height:100%;margin:0}',
  'body{display:grid;grid-template-columns:minmax(0,1fr);place-items:safe center;overflow:auto;padding:.75rem;border:1px dashed var(--line);background:var(--page);color:var(--text);font:.95rem/1.4 system-ui,sans-serif;text-align:center;overflow-wrap:anywhere}',
  'main{max-width:min(30rem,100%)}h1{margin:0 0 .25rem;font-size:1.1rem}p{margin:0 0 .75rem;color:var(--soft)}',
  '.do{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:center}form{min-width:0;max-width:100%}',
  'button{position:relative;max-width:100%;padding:.5rem 1rem;border:0;border-radius:.4rem;background:var(--do);color:var(--on);font:inherit;font-weight:600;cursor:pointer}',
  'a{color:var(--do)}:focus-visible{outline:3px solid var(--text);outline-offset:2px}',
  'details{margin-top:.75rem;font-size:.85rem;color:var(--soft)}summary{cursor:pointer}code{font-size:.95em}',
  '@media(max-height:219px),(max-width:219px){details{display:none}body{padding:.4rem;font-size:.85rem}}',
  '@media(max-height:159px),(max-width:219px){p{display:none}}',
  // One line: what it is stands on the button.
  '@media(max-height:89px),(max-width:119px){body{padding:1px;font-size:.75rem;line-height:1.2}h1{display:none}.do{flex-wrap:nowrap;gap:.5rem}',
  'button{display:block;padding:.1rem .2rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}a{white-space:nowrap}:focus-visible{outline-offset:-3px;outline-color:var(--on)}}',
  '@media(max-width:339px) and (max-height:89px),(max-width:119px){a{display:none}}',
  // Left out for the eye alone: a screen reader says all of the button.
  '@media(max-width:199px) and (max-height:89px),(max-width:119px){.more{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}',
].join('');

/** The hash of `STYLE` (CSP level 2), so that no other style or script can run on the page. */
const STYLE_HASH = 'sha256-Pen946AImN9rsDlBlUv+JSNRN/XmCb6A0oz/JpxbbCw=';

/**
 * Anybody may show the placeholder, and its form goes to the frame's own
 * address. Other addresses are allowed after it, because a frame that was
 * loaded may send the browser on, and a form's policy holds for that as well
 * (CSP level 3, section 6.4.2.1, as Chromium does it). The page has the address
 * of the frame that it stands for, but not its origin (sandbox): another frame
 * of that site, which may have been loaded, could press the button by a script.
 */
export const PLACEHOLDER_POLICY =
  `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; ` +
  "form-action 'self' https:; frame-ancestors *; " +
  'sandbox allow-forms allow-popups allow-popups-to-escape-sandbox';

/**
 * The page that stands in a frame until a person asks for what was to be there:
 * what it is, who would be told, which rule held it back. Its button posts to
 * `action`, which loads the real one; null where it cannot be loaded. The page
 * runs no script and asks for nothing. All that comes from outside is escaped.
 */
export function placeholderPage(request: RequestInfo, rule: Rule, action: string | null): string {
  const embed = describeEmbed(request);
  const name = shownText(`${embed.site} ${embed.thing}`);
  const reader = request.page === null ? 'this page' : shownText(request.page);
  const where = `${shownText(rule.list)}, line ${rule.line}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${name}, held back by Eyelid</title>`,
    `<style>${STYLE}</style>`,
    '<main>',
    `<h1>${name}</h1>`,
    `<p>Held back by Eyelid. Loading it tells ${shownText(embed.company)} that you are reading ${reader}, logged in or not.</p>`,
    '<div class="do">',
    ...(action === null ? [] : [button(embed, action, where)]),
    ...(embed.link === null ? [] : [link(embed.link)]),
    '</div>',
    `<details><summary>Which rule</summary><code>${shownText(rule.text)}</code><br>in ${where}</details>`,
    '</main>',
    '</html>',
  ].join('\n');
}

function button({ site, thing }: Embed, action: string, where: string): string {
  const title = `Held back by Eyelid: rule in ${where}`;
  return (
    `<form method="post" action="${escapeHtml(action)}"><button title="${title}">` +
    `<span class="more">Load ${shownText(site)} </span>${shownText(thing)}</button></form>`
  );
}

function link({ text, url }: { readonly text: string; readonly url: string }): string {
  const leave = 'target="_blank" rel="noopener noreferrer"';
  return `<a href="${escapeHtml(url)}" ${leave}>${shownText(text)}</a>`;
}
