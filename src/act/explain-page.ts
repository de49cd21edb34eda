import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';

export interface Explanation {
  /** Where the log is read: `http://eyelid.internal` without a final slash. */
  readonly pageOrigin: string;
  /** The rule as a sentence; null where only its text is known. */
  readonly sentence: string | null;
}

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.2rem;color-scheme:light dark}' +
  'code{overflow-wrap:anywhere}dt{font-weight:600;margin-top:.6rem}dd{margin:0}';

/**
 * The page brings its one style sheet and asks for nothing; the hash (CSP
 * level 2) is that of `STYLE`, so no other style or script can run on it.
 */
export const EXPLANATION_POLICY =
  "default-src 'none'; style-src 'sha256-oXg/DRmyJGaQ+WuE/LIbvXQA2kTvJHjs+5f4IcQLEt0='; base-uri 'none'; form-action 'none'";

/** Rules and hosts are shown up to this many characters. */
const MAX_SHOWN = 500;

/**
 * The page a person sees instead of a blocked main document: what was not
 * opened, which rule said so and where it stands. Its link goes to the log with
 * the host filled in; it is a plain link that changes nothing, and the allowing
 * is done there, logged in. All that comes from outside is escaped.
 */
export function explainPage(request: RequestInfo, rule: Rule, explanation: Explanation): string {
  const host = escapeHtml(request.hostname);
  const log = `${explanation.pageOrigin}/log?host=${encodeURIComponent(request.hostname)}`;
  const facts = [
    ['Rule', `<code>${escapeHtml(rule.text)}</code>`],
    ['Where', `file ${escapeHtml(rule.list)}, line ${rule.line}`],
    ...(rule.tracker === null ? [] : [['Tracker', escapeHtml(rule.tracker)]]),
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
    ...(sentence === null ? [] : [`<p>${escapeHtml(sentence)}</p>`]),
    `<dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`,
    `<p><a href="${escapeHtml(log)}">See it in the log, and allow it there</a></p>`,
    '</main>',
    '</html>',
  ].join('\n');
}

function escapeHtml(text: string): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return shown
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
