import { header, type RequestInfo, typeBit } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import type { Answer } from '../model/verdict.ts';
import { utf8 } from './answer-bodies.ts';
import { commonHeaders } from './answer-headers.ts';
import { PLACEHOLDER_POLICY, placeholderPage } from './placeholder-page.ts';

const FRAMES = typeBit('subdocument') | typeBit('object');
/** Without Sec-Fetch-Dest a frame looks like a page that a person opens. */
const PAGES = FRAMES | typeBit('document');

/**
 * A frame that is being opened: nothing else gets a placeholder, least of all
 * what a script asks for. Its page would find the pass in it, and press the
 * button by itself. Where the browser does not say what it is for, a script is
 * known by its Origin, which no browser sends when it opens a frame by GET.
 */
export function isFrame({ method, types, headers }: RequestInfo): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if ((types & FRAMES) === 0 || (types & ~PAGES) !== 0) return false;
  const isSaid = (types & ~FRAMES) === 0;
  return isSaid || header(headers, 'origin') === null;
}

/**
 * Answers a frame with the page that offers to load it. No CORS headers, unlike
 * all other answers: only the person in front of the frame can read it.
 */
export function placeholderFor(request: RequestInfo, rule: Rule, action: string | null): Answer {
  const body = utf8(placeholderPage(request, rule, action));
  return {
    status: 200,
    headers: [
      ...['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(body.length)],
      ...commonHeaders(rule),
      ...['Content-Security-Policy', PLACEHOLDER_POLICY],
    ],
    body: request.method === 'HEAD' ? new Uint8Array() : body,
  };
}
