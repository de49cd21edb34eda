import type { RequestInfo } from '../model/request.ts';
import type { Change, Edit } from '../model/rule.ts';
import { canRedirectTo, isNavigation } from './redirect.ts';

type UrlChange = Extract<Change, { readonly kind: 'url' }>;
type Skip = Extract<Change, { readonly kind: 'skip' }>;

export interface RewrittenUrl {
  readonly url: string;
  /** The edits that changed it. */
  readonly by: readonly UrlChange[];
}

/** Scheme and host of an absolute address, and the slash after them. */
const ORIGIN = /^[a-z]+:\/\/[^/?#]+\//;
/** Bytes of a request's target: no blank, no control, no fragment; and no more than bytes. */
const SENDABLE = /^[\x21\x22\x24-\x7e\x80-\xff]*$/;
/** Longer addresses are not asked for; servers refuse them (RFC 9110 section 4.1 asks for 8,000). */
const MAX_URL = 65_536;
/** Where a skip leads; longer ones are not followed. */
const MAX_TARGET = 8192;

/**
 * Applies the `url` edits in turn. Scheme and host stay what they are, whatever
 * a rule says, and the result can be sent: an edit that would break one of
 * these is passed over.
 */
export function rewriteUrl(url: string, edits: readonly Edit[]): RewrittenUrl {
  const by: UrlChange[] = [];
  let result = url;
  for (const edit of edits) {
    if (edit.kind !== 'url') continue;
    const rewritten = edit.rewrite(result);
    if (rewritten === result || !isSendable(rewritten, url)) continue;
    result = rewritten;
    by.push(edit);
  }
  return { url: result, by };
}

function isSendable(rewritten: string, url: string): boolean {
  const origin = ORIGIN.exec(url)?.[0];
  if (origin === undefined || !rewritten.startsWith(origin)) return false;
  return rewritten.length <= MAX_URL && SENDABLE.test(rewritten);
}

/**
 * Where a page that a person opens really leads; null where the edit does not
 * say, or says no other web address that can be sent.
 */
export function skipTarget(edit: Skip, request: RequestInfo): string | null {
  if (!isNavigation(request)) return null;
  const target = edit.target(request.url);
  if (target === null || target.length > MAX_TARGET || !URL.canParse(target)) return null;
  const { protocol, href } = new URL(target);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const sendable = canRedirectTo(target) ? target : href;
  return sendable === request.url ? null : sendable;
}
