import { fieldOfBody } from '../act/edit-names.ts';
import type { Field, RawHeaders } from '../model/request.ts';

/** Browsers keep no more than a few hundred for a site. */
const MAX_COOKIES = 500;

/**
 * What was in the fields and cookies of a request that were removed, by the
 * names that the log has for them.
 */
export function removedValues(
  removed: readonly string[],
  fields: readonly Field[],
  headers: RawHeaders,
): readonly Field[] {
  const names = new Set(removed.map((name) => fieldOfBody(name) ?? name));
  const isRemoved = ({ name }: Field): boolean => names.has(name);
  return [...fields.filter(isRemoved), ...cookiesOf(headers).filter(isRemoved)];
}

/** RFC 6265 section 4.2: names and values as they were sent. */
function cookiesOf(headers: RawHeaders): readonly Field[] {
  const cookies: Field[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() !== 'cookie') continue;
    for (const pair of (headers[i + 1] as string).split(';', MAX_COOKIES - cookies.length)) {
      const equals = pair.indexOf('=');
      if (equals > 0) {
        cookies.push({ name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim() });
      }
    }
  }
  return cookies;
}
