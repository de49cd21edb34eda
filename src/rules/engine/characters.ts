/** Lower case of each byte; letters beyond ASCII are left alone. */
export const LOWER: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 0x41 && code <= 0x5a ? code + 32 : code,
);

/** 1 for the characters of a token: lower-case letters and digits. */
export const IN_TOKEN: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  /[0-9a-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** The lower case of letters and digits; 0 for what is no part of a token. */
export const TOKEN_LOWER: Uint8Array = LOWER.map((lower) => (IN_TOKEN[lower] === 1 ? lower : 0));

/**
 * 1 for what `^` matches: all but letters, digits, `_`, `-`, `.` and `%`
 * (Adblock Plus filter documentation, "Separator character placeholder").
 */
export const SEPARATES: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  code < 128 && !/[\w.%-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** A hash before its first character, and what one character multiplies it with (FNV-1a). */
export const HASH_START = 0x811c9dc5;
export const HASH_PRIME = 0x01000193;

/** Hash of a token, read from its first character to its last. */
export function hashToken(text: string): number {
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_PRIME);
  return hash >>> 0;
}
