import { MAX_FIELDS } from '../../model/fields.ts';
import { jsonFields } from '../../model/json-fields.ts';
import type { Field } from '../../model/request.ts';
import type { TextTest } from './text-test.ts';

/** Of all values together, in characters: a tracker's report inside a form is a few kilobytes. */
const MAX_JSON = 16_384;

/** A longer name in front of each of a thousand values would be copied a thousand times. */
const MAX_NAME = 256;

/**
 * The fields of JSON that stands as text in the value of another field, as in
 * `pd={"em":"..."}`: its name and theirs, joined with a dot (`pd.em`). One
 * level of such texts, and no more: a text inside this JSON stays a text.
 */
export function unfoldJson(fields: readonly Field[]): readonly Field[] {
  let left = MAX_JSON;
  const found: Field[] = [];
  for (const { name, value } of fields) {
    if (!mayBeJson(value) || value.length > left || name.length > MAX_NAME) continue;
    left -= value.length;
    for (const inner of jsonFields(value) ?? []) {
      if (found.length >= MAX_FIELDS) return found;
      found.push({ name: `${name}.${inner.name}`, value: inner.value });
    }
  }
  return found;
}

function mayBeJson(value: string): boolean {
  return value.startsWith('{') || value.startsWith('[');
}

/** Whether a name can be that of a field inside another: there must be a dot in it. */
export function isNestedName(name: TextTest): boolean {
  switch (name.kind) {
    case 'exact':
      return name.text.includes('.');
    case 'regex':
      return name.regex.source.includes('\\.');
    case 'suffix':
    case 'glob':
      return false;
  }
}
