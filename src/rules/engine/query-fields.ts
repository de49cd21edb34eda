/** More fields than any page sends; the rest is not looked at. */
const MAX_FIELDS = 500;

/**
 * The names of the fields of a query, as written and, where that differs,
 * decoded. `target` is path and query; without a query there are none.
 */
export function queryFields(target: string): readonly string[] {
  const mark = target.indexOf('?');
  if (mark === -1) return [];
  const names = new Set<string>();
  for (const field of target.slice(mark + 1).split('&', MAX_FIELDS)) {
    const equals = field.indexOf('=');
    const name = equals === -1 ? field : field.slice(0, equals);
    names.add(name);
    if (/[%+]/.test(name)) names.add(decodeField(name));
  }
  return [...names];
}

/** Decodes a name as forms write it; what is no code stays as it is. */
function decodeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
