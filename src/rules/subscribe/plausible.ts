/** A list shrinks now and then, but a list that loses more than this share has lost something else. */
const LEAST_KEPT = 0.5;

/** Short lists may change as they like. */
const SMALL = 20;

/** The first bytes tell what a file is. */
const HEAD = 1_024;

/** Why bytes are no list, whatever their server calls them; null where they may be one. */
export function whyNoList(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'it is empty';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD));
  if (head.includes(0)) return 'it is no text';
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  // No line of a list begins so; portals like to put a comment first.
  if (/^<[!?a-z]/i.test(text)) {
    return 'it is a web page, as a login page or an error page is';
  }
  if (/^[{[]\s*"/.test(text)) return 'it is JSON';
  return null;
}

/** Why a new copy is not taken, given how many rules it and the one before have; null where it is. */
export function whyImplausible(rules: number, before: number | null): string | null {
  if (rules === 0) return 'none of its lines is a rule that a proxy can carry out';
  if (before === null || before < SMALL || rules >= before * LEAST_KEPT) return null;
  return `it has only ${rules} of ${before} rules left; if that is right, update it with --force`;
}
