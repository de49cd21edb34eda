import { MAX_FIELDS } from './fields.ts';
import type { Field } from './request.ts';

/** Deeper values are left out. */
const MAX_DEPTH = 16;

/** A name is cut here: one long key above a thousand values would be copied a thousand times. */
const MAX_NAME = 256;

/**
 * The leaves of a JSON text as fields: keys joined with dots, items by their
 * index (`data.0.event_name`). An empty object or list is a field with the
 * value ''; null is ''. Text inside a string is not unfolded. Null where the
 * text is not JSON or holds a bare value.
 */
export function jsonFields(text: string): readonly Field[] | null {
  const root = parse(text);
  if (typeof root !== 'object' || root === null) return null;
  const fields: Field[] = [];
  collect(root, '', 0, fields);
  return fields;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function collect(value: unknown, name: string, depth: number, fields: Field[]): void {
  if (fields.length >= MAX_FIELDS || depth > MAX_DEPTH) return;
  if (typeof value !== 'object' || value === null) {
    fields.push({ name, value: value === null ? '' : String(value) });
    return;
  }
  const keys = Object.keys(value);
  if (keys.length === 0 && name !== '') fields.push({ name, value: '' });
  const prefix = name === '' ? '' : `${name}.`;
  for (const key of keys) {
    if (fields.length >= MAX_FIELDS) return;
    const path = (prefix + key).slice(0, MAX_NAME);
    collect((value as Record<string, unknown>)[key], path, depth + 1, fields);
  }
}
