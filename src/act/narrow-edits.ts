import { header, type RawHeaders, type RequestHead } from '../model/request.ts';
import type { Edit } from '../model/rule.ts';
import { removableHeaderNames } from './edit-headers.ts';
import { requestCookieNames, responseCookieNames } from './strip-cookies.ts';
import { type QueryField, queryFields } from './strip-query.ts';

/**
 * Drops the edits of the request that find nothing in it: a rule that takes
 * `fbclid` from every URL matches every URL, and must be named in the log only
 * where there was one. Edits of the response are kept; they are narrowed when
 * it is there.
 */
export function narrowByRequest(edits: readonly Edit[], request: RequestHead): readonly Edit[] {
  if (edits.every(isOfResponse)) return edits;
  const { headers } = request;
  // Read only where there is an edit that asks: this runs for every exchange.
  const fields = once(() => fieldsOf(request));
  const cookies = once(() => requestCookieNames(headers));
  const names = once(() => removableHeaderNames(headers));
  return edits.filter((edit) => {
    switch (edit.kind) {
      case 'query':
        return fields().some(({ name, raw }) => edit.test(name, raw));
      case 'requestCookie':
        return cookies().some(edit.test);
      case 'requestHeader':
        return names().some(edit.test);
      default:
        return true;
    }
  });
}

function isOfResponse({ kind }: Edit): boolean {
  return kind === 'responseCookie' || kind === 'responseHeader';
}

/** The fields of the address, and of the Referer, which repeats them. */
function fieldsOf({ url, headers }: RequestHead): readonly QueryField[] {
  const referer = header(headers, 'referer');
  const own = queryFields(url);
  return referer === null ? own : [...own, ...queryFields(referer)];
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
 * no edit of a response remains.
 */
export function narrowByResponse(edits: readonly Edit[], headers: RawHeaders): readonly Edit[] {
  if (!edits.some(isOfResponse)) return edits;
  const cookies = once(() => responseCookieNames(headers));
  const names = once(() => removableHeaderNames(headers));
  return edits.filter((edit) => {
    switch (edit.kind) {
      case 'responseCookie':
        return cookies().some(edit.test);
      case 'responseHeader':
        return names().some(edit.test);
      default:
        return true;
    }
  });
}
