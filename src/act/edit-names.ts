/**
 * What was done to an exchange, in the words of the log. What was taken out
 * stands there by its name alone; what was made different says how.
 */
export const REWRITTEN_ADDRESS = 'address (rewritten)';
export const SKIPPED_ADDRESS = 'address (skipped)';
export const REWRITTEN_BODY = 'body (rewritten)';

/** A cookie that lives shorter now, or is sent in fewer places. */
export function limitedCookie(name: string): string {
  return `${name} (limited)`;
}

/** A header that the server did not send, or not with this value. */
export function addedHeader(name: string): string {
  return `${name} (added)`;
}

/** A field that was taken out of the body of the request. */
export function bodyField(name: string): string {
  return `${name} (body)`;
}

/** The field that `bodyField` named, or null where it is something else that was removed. */
export function fieldOfBody(removed: string): string | null {
  return removed.endsWith(' (body)') ? removed.slice(0, -' (body)'.length) : null;
}

/** A query field of an address that stands in another field. */
export function fieldWithin(field: string, name: string): string {
  return `${name} (in ${field})`;
}
