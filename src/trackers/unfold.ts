import { formFields, MAX_FIELDS } from '../model/fields.ts';
import { jsonFields } from '../model/json-fields.ts';
import type { Field } from '../model/request.ts';
import { type Fields, fieldsFrom } from './fields.ts';

/** Of all values that are unfolded for one request, in characters. */
const MAX_TEXT = 65_536;

/**
 * The fields, and after them those of the JSON that stands as text, or as text
 * in base64, in the named ones: `pd={"em":"..."}` gives `pd.em`. Bounded, and
 * what is no JSON stays as it is.
 */
export function unfoldJson(fields: Fields, names: readonly string[]): Fields {
  return unfold(fields, names, (text) => jsonFields(jsonText(text)) ?? []);
}

/** The same for fields that hold a form: `p0=e=vp&p=1` gives `p0.e` and `p0.p`. */
export function unfoldForms(fields: Fields, names: readonly string[]): Fields {
  return unfold(fields, names, (text) => formFields(text.slice(text.indexOf('?') + 1)));
}

function unfold(
  fields: Fields,
  names: readonly string[],
  read: (text: string) => readonly Field[],
): Fields {
  const found: Field[] = [];
  let left = MAX_TEXT;
  for (const name of names) {
    const text = fields.values.get(name);
    if (text === undefined || text === '' || text.length > left) continue;
    left -= text.length;
    for (const inner of read(text).slice(0, MAX_FIELDS - found.length)) {
      found.push({ name: `${name}.${inner.name}`, value: inner.value });
    }
  }
  return found.length === 0 ? fields : fieldsFrom([...fields.all, ...found]);
}

/** `eyJ` and `W3` are how `{"` and `[` begin in base64. */
function jsonText(text: string): string {
  if (!/^(?:eyJ|W3)[\w+/-]*={0,2}$/.test(text)) return text;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
  } catch {
    return text;
  }
}

/** Matrix parameters in a path, as Google's and Quantcast's servers take them: `/activity;src=1;cost=2`. */
export function pathFields(path: string): readonly Field[] {
  const semicolon = path.indexOf(';');
  return semicolon === -1 ? [] : formFields(path.slice(semicolon + 1).replaceAll(';', '&'));
}
