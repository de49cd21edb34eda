/** `/source/text/flags`: what is searched for, and what stands there afterwards. */
export interface Substitution {
  readonly source: string;
  readonly flags: string;
  /** As `String.replace` reads it: `$1` and `$&` stand for what was found. */
  readonly text: string;
}

/** More references to what was found could make a short text a very long one. */
const MAX_REFERENCES = 9;

const PARTS = /^\/((?:[^\\/]|\\.)*)\/((?:[^\\/]|\\.)*)\/([a-z]*)$/s;

/**
 * Reads the value of `$replace` and `$urltransform`. In both halves `\/` and
 * `\,` stand for themselves, because plain ones end the half or the option; in
 * the text `\$` is a dollar, so that AdGuard's `\$1` and uBlock's `$1` both are
 * the first group.
 */
export function parseSubstitution(value: string): Substitution | { readonly reason: string } {
  const [, source, text, flags] = PARTS.exec(value) ?? [];
  if (source === undefined || text === undefined || flags === undefined) {
    return { reason: `"${value}" is not written as /what/with/` };
  }
  const replacement = text.replace(/\\([/,$])/g, '$1');
  const reason = whyUnusable(replacement);
  return reason === null
    ? { source: source.replace(/\\,/g, ','), flags, text: replacement }
    : { reason };
}

/** The text before and after a match, once for each, makes a text the square of its length. */
function whyUnusable(text: string): string | null {
  const marks = text.match(/\$[$&`'<\d]/g) ?? [];
  const around = marks.find((mark) => mark === '$`' || mark === "$'");
  if (around !== undefined) return `"${around}" could make a text far too long`;
  return marks.length > MAX_REFERENCES ? `more than ${MAX_REFERENCES} references` : null;
}
