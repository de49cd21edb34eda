import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import { escapeHtml, shownText } from './html-text.ts';

export interface Explanation {
  /** Where the log is read: `http://eyelid.internal` without a final slash. */
  readonly pageOrigin: string;
  /** The rule as a sentence; null where only its text is known. */
  readonly sentence: string | null;
  /** What lets this device open the host anyway for a while; null where it cannot. */
  readonly pass: string | null;
}

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.2rem;color-scheme:light dark}' +
  'code{overflow-wrap:anywhere}dt{font-weight:600;margin-top:.6rem}dd{margin:0}';

/**
 * The page brings its one style sheet and asks for nothing; the hash (CSP
 * level 2) is that of `STYLE`, so no other style or script can run on it.
 */
const STYLE_HASH = 'sha256-oXg/DRmyJGaQ+WuE/LIbvXQA2kTvJHjs+5f4IcQLEt0=';

/** The one form goes to the internal name, which sends the browser back here. */
export function explanationPolicy(pageOrigin: string): string {
  const secure = secured(pageOrigin);
  return (
    `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; ` +
    `form-action 'self' ${pageOrigin} ${secure}`
  );
}

function secured(origin: string): string {
  return origin.replace(/^http:/, 'https:');
}

/**
 * The page a person sees instead of a blocked main document: what was not
 * opened, which rule said so and where it stands. Its button opens the page
 * anyway, on this device and for a while. Its link goes to the log with the host
 * filled in; it changes nothing, and allowing for good is done there, logged in.
 * All that comes from outside is escaped.
 */
export function explainPage(request: RequestInfo, rule: Rule, explanation: Explanation): string {
  const host = shownText(request.hostname);
  const log = `${explanation.pageOrigin}/log?host=${encodeURIComponent(request.hostname)}`;
  const facts = [
    ['Rule', `<code>${shownText(rule.text)}</code>`],
    ['Where', `file ${shownText(rule.list)}, line ${rule.line}`],
    ...(rule.tracker === null ? [] : [['Tracker', shownText(rule.tracker)]]),
  ];
  const sentence = explanation.sentence ?? rule.title;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${host} was not opened</title>`,
    `<style>${STYLE}</style>`,
    '<main>',
    `<h1>${host} was not opened</h1>`,
    '<p>A rule of your household blocks this page. Eyelid answered in its place; nothing was sent there.</p>',
    ...(sentence === null ? [] : [`<p>${shownText(sentence)}</p>`]),
    `<dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`,
    ...(explanation.pass === null ? [] : [openAnyway(request, explanation, explanation.pass)]),
    `<p><a href="${shownText(log)}">See it in the log, and allow it there</a></p>`,
    '</main>',
    '</html>',
  ].join('\n');
}

function openAnyway(request: RequestInfo, { pageOrigin }: Explanation, pass: string): string {
  // A form on a secure page that posts to an insecure one is warned of.
  const origin = request.scheme === 'https' ? secured(pageOrigin) : pageOrigin;
  // The address is needed whole; what is shown is cut, this is not.
  const hidden = (name: string, value: string) =>
    `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  return (
    `<form method="post" action="${escapeHtml(origin)}/open-anyway">` +
    `${hidden('url', request.url)}${hidden('pass', pass)}` +
    '<button>Open it anyway for 15 minutes</button></form>'
  );
}
