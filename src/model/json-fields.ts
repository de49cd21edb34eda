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
  if (text.length > MAX_UNLOOKED && isTooDeep(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A text this short is parsed within a few milliseconds, whatever it holds. */
const MAX_UNLOOKED = 65_536;
/** Lists in lists by the thousand take the parser a hundred times longer than their bytes else do. */
const MAX_NESTING = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Nests it deeper than any report does? Brackets in its strings do not count. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isString && code === BACKSLASH) at++;
    else if (code === QUOTE) isString = !isString;
    else if (!isString) depth += step(code);
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** By how much a bracket changes the depth. */
function step(code: number): number {
  // The brackets of objects are 32 behind those of lists.
  const bracket = code & ~0x20;
  return bracket === 0x5b ? 1 : bracket === 0x5d ? -1 : 0;
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
