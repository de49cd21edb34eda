import type { BodyRewrite } from '../../model/rule.ts';
import { type DecodedText, decodeText, encodeText } from './charset.ts';
import { type BodyPlan, MAX_DECODED } from './plan.ts';

export interface RewriteOutcome {
  /** The new body, not compressed; null where the original goes out as it came. */
  readonly bytes: Uint8Array | null;
  /** Those that changed the text, for the log. */
  readonly changed: readonly BodyRewrite[];
  /** Why a wanted change was not made; null where nothing went wrong. */
  readonly failure: string | null;
}

const UNCHANGED: RewriteOutcome = { bytes: null, changed: [], failure: null };

/** A text may grow to twice what is read; what grows beyond is left as it was. */
const MAX_REWRITTEN = 2 * MAX_DECODED;

/**
 * Carries out the rewrites of a decompressed body one after the other, each on
 * what the one before made. All bytes that no rewrite touched stay as they
 * were, whatever the charset; where nothing changes, or a change cannot be
 * written in the charset, the original is to be sent. Never rejects.
 *
 * `pause` is awaited between the steps, so that many rewrites of a long text do
 * not keep others waiting: each step takes a few milliseconds a megabyte.
 */
export async function rewriteBody(
  bytes: Uint8Array,
  plan: BodyPlan,
  pause: () => Promise<void>,
): Promise<RewriteOutcome> {
  if (bytes.length > MAX_DECODED) return UNCHANGED;
  const decoded = decodeText(bytes, plan.charset ?? declaredCharset(bytes, plan.isHtml));
  if (decoded === null) return UNCHANGED;
  try {
    return await rewriteText(decoded, plan.rewrites, pause);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

async function rewriteText(
  decoded: DecodedText,
  rewrites: readonly BodyRewrite[],
  pause: () => Promise<void>,
): Promise<RewriteOutcome> {
  let { text } = decoded;
  const changed: BodyRewrite[] = [];
  for (const one of rewrites) {
    await pause();
    if (one.of === 'json' && !looksLikeJson(text)) continue;
    const rewritten = one.rewrite(text);
    if (rewritten === text) continue;
    if (rewritten.length > MAX_REWRITTEN) return failed('the new text is too long');
    text = rewritten;
    changed.push(one);
  }
  if (text === decoded.text) return UNCHANGED;
  await pause();
  return encoded(text, decoded, changed);
}

function encoded(
  text: string,
  decoded: DecodedText,
  changed: readonly BodyRewrite[],
): RewriteOutcome {
  const bytes = encodeText(text, decoded);
  return bytes === null
    ? failed(`the new text has characters that ${decoded.charset.name} has not`)
    : { bytes, changed, failure: null };
}

function failed(reason: string): RewriteOutcome {
  return { ...UNCHANGED, failure: `rewriting a body: ${reason}` };
}

function looksLikeJson(text: string): boolean {
  return /^[\s]*[[{]/.test(text);
}

/** Browsers look for a charset in so many bytes (HTML standard, "prescan a byte stream"). */
const PRESCANNED = 1024;
const META = /<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s"'/>;]{1,40})/i;
/** XML 1.0, section 4.3.3, and CSS Syntax, section 3.2: at the very beginning or not at all. */
const AT_START = /^(?:<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']|@charset ")([^"']{1,40})["']/;

/** The charset that a text declares of itself: a page in its head, XML and style sheets at the start. */
function declaredCharset(bytes: Uint8Array, isHtml: boolean): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, PRESCANNED));
  const label = AT_START.exec(start)?.[1] ?? (isHtml ? META.exec(start)?.[1] : null) ?? null;
  // The text was read as far as this, so it cannot be in a charset of two bytes
  // a character (HTML standard, same place).
  return label !== null && /^utf-?16/i.test(label) ? 'utf-8' : label;
}
