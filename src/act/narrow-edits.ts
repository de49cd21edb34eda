import {
  type Body,
  header,
  type RawHeaders,
  type RequestHead,
  type RequestInfo,
} from '../model/request.ts';
import type { BodyRewrite, Edit, Removal, Rule } from '../model/rule.ts';
import { addsTo } from './add-headers.ts';
import { type BodyText, fieldNames, readBodyText } from './body-fields/read-body.ts';
import { cutsWithin, type Within } from './body-fields/within.ts';
import { cleanWithinQuery } from './body-fields/within-query.ts';
import { removableHeaderNames } from './edit-headers.ts';
import { joinEdits } from './edit-tests.ts';
import { rewriteUrl, skipTarget } from './edit-url.ts';
import { limitsSomething } from './limit-cookies.ts';
import { rewriteOf } from './rewriters/rewriters.ts';
import { requestCookieNames, responseCookieNames, stripResponseCookies } from './strip-cookies.ts';
import { type QueryField, queryFields } from './strip-query.ts';

/** True for what is done when the head of the response is there, or its body. */
export function isOfResponse({ kind }: Edit): boolean {
  switch (kind) {
    case 'responseHeader':
    case 'responseCookie':
    case 'addHeader':
    case 'limitCookie':
    case 'body':
    case 'rewriter':
    case 'learn':
      return true;
    default:
      return false;
  }
}

/**
 * Drops the edits of the request that find nothing in it: a rule that takes
 * `fbclid` from every URL matches every URL, and must be named in the log only
 * where there was one. A removal that stands for many rules becomes one of each
 * rule that found something. Edits of the response are kept; they are narrowed
 * when it is there.
 */
export function narrowByRequest(
  edits: readonly Edit[],
  request: RequestInfo,
  body: Body | null = null,
): readonly Edit[] {
  if (edits.every(isOfResponse)) return edits;
  const { headers } = request;
  // Read only where there is an edit that asks: this runs for every exchange.
  const rewritten = once(() => rewriteUrl(request.url, edits));
  const fields = once(() => fieldsOf({ ...request, url: rewritten().url }));
  const cookies = once(() => requestCookieNames(headers).map(named));
  const names = once(() => removableHeaderNames(headers).map(named));
  const sent = once(() => textOf(body, headers));
  const sentNames = once(() => fieldNames(sent()?.list ?? NO_FIELDS).map(named));
  return edits.flatMap((edit) => {
    switch (edit.kind) {
      case 'bodyField':
        return narrowRemoval(edit, sentNames());
      case 'within':
        return findsWithin(edit, rewritten().url, sent()) ? [edit] : [];
      case 'url':
        return rewritten().by.includes(edit) ? [edit] : [];
      case 'skip':
        return skipTarget(edit, request) === null ? [] : [edit];
      case 'query':
        return narrowRemoval(edit, fields());
      case 'requestCookie':
        return narrowRemoval(edit, cookies());
      case 'requestHeader':
        return narrowRemoval(edit, names());
      default:
        return [edit];
    }
  });
}

const NO_FIELDS: BodyText['list'] = { pieces: [], separator: '' };

function textOf(body: Body | null, headers: RawHeaders): BodyText | null {
  return body === null ? null : readBodyText(body, headers);
}

/** Does it find something in the addresses in the query, or in those in the body? */
function findsWithin(edit: Within, url: string, sent: BodyText | null): boolean {
  if (cleanWithinQuery(url, [edit]).removed.length > 0) return true;
  return sent !== null && cutsWithin(sent.list, sent.decoded.text, [edit]).names.length > 0;
}

function named(name: string): QueryField {
  return { name, raw: name };
}

/** The fields of the address, and of the Referer, which repeats them. */
function fieldsOf({ url, headers }: RequestHead): readonly QueryField[] {
  const referer = header(headers, 'referer');
  const own = queryFields(url);
  return referer === null ? own : [...own, ...queryFields(referer)];
}

/** The removal under the name of each of its rules that found something. */
function narrowRemoval(removal: Removal, found: readonly QueryField[]): readonly Edit[] {
  const { ruleFor } = removal;
  const isHit = ({ name, raw }: QueryField) => removal.test(name, raw);
  if (ruleFor === undefined) return found.some(isHit) ? [removal] : [];
  const hits = found.filter(isHit);
  const rules = new Map<string, Rule>();
  for (const { name, raw } of hits) {
    const rule = ruleFor(name, raw) ?? removal.rule;
    rules.set(`${rule.line} ${rule.list}`, rule);
  }
  // Each takes all that the many take: what is removed is the same.
  const { ruleFor: _, ...alone } = removal;
  return [...rules.values()].map((rule) => ({ ...alone, rule }));
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Drops the edits of the response that find nothing in its headers, and keeps
 * those of the request. With no headers at all, where there was no response,
 * no edit of a response remains. Rewrites of the body are kept until
 * `narrowByBody` is told what they did.
 */
export function narrowByResponse(edits: readonly Edit[], headers: RawHeaders): readonly Edit[] {
  if (!edits.some(isOfResponse)) return edits;
  const cookies = once(() => responseCookieNames(headers).map(named));
  const names = once(() => removableHeaderNames(headers).map(named));
  // A cookie that is taken out is not limited as well.
  const left = once(() => {
    const { responseCookie } = joinEdits(edits);
    return responseCookie === null
      ? headers
      : stripResponseCookies(headers, responseCookie).headers;
  });
  return edits.flatMap((edit) => {
    switch (edit.kind) {
      case 'responseCookie':
        return narrowRemoval(edit, cookies());
      case 'responseHeader':
        return narrowRemoval(edit, names());
      case 'limitCookie':
        return limitsSomething(left(), edit.limit) ? [edit] : [];
      case 'addHeader':
        return headers.length > 0 && addsTo(headers, edit.header) ? [edit] : [];
      case 'body':
      case 'rewriter':
      case 'learn':
        return headers.length > 0 ? [edit] : [];
      default:
        return [edit];
    }
  });
}

/** Drops the rewrites of a body that are not among those that changed it. */
export function narrowByBody(
  edits: readonly Edit[],
  changed: readonly BodyRewrite[],
): readonly Edit[] {
  const isIdle = (edit: Edit): boolean => {
    const rewrite = rewriteOf(edit);
    return rewrite !== null && !changed.includes(rewrite);
  };
  return edits.some(isIdle) ? edits.filter((edit) => !isIdle(edit)) : edits;
}
