import { header, type RawHeaders, type RequestHead } from '../model/request.ts';
import type { Edit } from '../model/rule.ts';
import { removableHeaderNames } from './edit-headers.ts';
import { requestCookieNames, responseCookieNames } from './strip-cookies.ts';
import { queryFields } from './strip-query.ts';

/**
 * Drops the edits of the request that find nothing in it: a rule that takes
 * `fbclid` from every URL matches every URL, and must be named in the log only
 * where there was one. Edits of the response are kept; they are narrowed when
 * it is there.
 */
export function narrowByRequest(edits: readonly Edit[], request: RequestHead): readonly Edit[] {
  if (edits.length === 0) return edits;
  const referer = header(request.headers, 'referer');
  const fields = [...queryFields(request.url), ...(referer === null ? [] : queryFields(referer))];
  const cookies = requestCookieNames(request.headers);
  const names = removableHeaderNames(request.headers);
  return edits.filter((edit) => {
    switch (edit.kind) {
      case 'query':
        return fields.some(({ name, raw }) => edit.test(name, raw));
      case 'requestCookie':
        return cookies.some(edit.test);
      case 'requestHeader':
        return names.some(edit.test);
      default:
        return true;
    }
  });
}

/**
 * Drops the edits of the response that find nothing in its headers, and keeps
 * those of the request. With no headers at all, where there was no response,
 * no edit of a response remains.
 */
export function narrowByResponse(edits: readonly Edit[], headers: RawHeaders): readonly Edit[] {
  if (edits.length === 0) return edits;
  const cookies = responseCookieNames(headers);
  const names = removableHeaderNames(headers);
  return edits.filter((edit) => {
    switch (edit.kind) {
      case 'responseCookie':
        return cookies.some(edit.test);
      case 'responseHeader':
        return names.some(edit.test);
      default:
        return true;
    }
  });
}
