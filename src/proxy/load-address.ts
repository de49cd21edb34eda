/** The field that carries a pass; always the last of the address. */
const FIELD = 'eyelid-load=';
/** All passes are of one length, so that an address shows at once whether it carries one. */
export const PASS_LENGTH = 48;
const LENGTH = FIELD.length + PASS_LENGTH;

/** What a Location header can say: an address with anything else cannot be loaded after a click. */
const SENDABLE = /^https?:\/\/[\x21-\x7e]+$/;

/** The address that loads `url` with this pass; null where there can be none. */
export function loadAddress(url: string, pass: string): string | null {
  return SENDABLE.test(url) ? `${url}${url.includes('?') ? '&' : '?'}${FIELD}${pass}` : null;
}

/** What `loadAddress` was made of; null for all other addresses. */
export function readLoadAddress(
  address: string,
): { readonly url: string; readonly pass: string } | null {
  const at = address.length - LENGTH;
  if (at < 1 || !address.startsWith(FIELD, at)) return null;
  const mark = address[at - 1];
  if (mark !== '?' && mark !== '&') return null;
  return { url: address.slice(0, at - 1), pass: address.slice(at + FIELD.length) };
}
