import { MAX_FIELDS } from '../model/fields.ts';
import { readPart } from '../model/multipart.ts';
import type { Field } from '../model/request.ts';

/**
 * The parts of a multipart/form-data body (RFC 7578): names and text values.
 * A file's content is nobody's field, so its value is ''. Tolerates bare line
 * feeds, a missing end and a body cut short; parts without a name are left out.
 */
export function multipartFields(text: string, delimiter: string): readonly Field[] {
  const fields: Field[] = [];
  let start = text.indexOf(delimiter);
  while (start !== -1 && fields.length < MAX_FIELDS) {
    start += delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\n${delimiter}`, start);
    const part = readPart(text, start, next === -1 ? text.length : next);
    if (part !== null) {
      const { name, isFile, from, to } = part;
      fields.push({ name, value: isFile ? '' : text.slice(from, to) });
    }
    start = next === -1 ? -1 : next + 1;
  }
  return fields;
}
