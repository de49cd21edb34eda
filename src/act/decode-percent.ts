/**
 * Decodes percent-encoding as UTF-8 (RFC 3986 section 2.1). A run of escapes
 * that is not UTF-8, and a `%` that starts none, stay as written. Never throws.
 */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}
