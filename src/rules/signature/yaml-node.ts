import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { nearest } from '../../model/nearest.ts';

/** Where a reader says that something is wrong, and at which node. */
export type Report = (node: Node | null, reason: string) => void;

/** A plain or quoted text; `quoted` tells `"true"` from `true`. */
export interface Text {
  readonly node: Node;
  readonly text: string;
  readonly quoted: boolean;
}

/** One entry of a map: its key and its value, null where nothing is written. */
export interface Entry {
  readonly key: Text;
  readonly value: Node | null;
}

/** Values quoted in a message are cut here. */
const MAX_QUOTED = 60;

/** A value as a message shows it. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}...` : text);
}

/**
 * The entries of a map. Whatever is wrong is reported: no map, a key that is
 * no text, a key written twice, and, where `keys` are given, a key that is not
 * among them.
 */
export function readMap(
  node: Node | null,
  where: string,
  report: Report,
  keys: readonly string[] | null = null,
): readonly Entry[] {
  if (!isMap(node)) {
    report(node, `${where} must be a map of "key: value" lines${found(node)}`);
    return [];
  }
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const name = readText(key as Node | null, `a key of ${where}`, report);
    if (name === null) continue;
    if (seen.has(name.text)) report(name.node, `${quote(name.text)} is written twice in ${where}`);
    else if (keys?.includes(name.text) === false)
      report(name.node, unknownKey(name.text, where, keys));
    else entries.push({ key: name, value: value as Node | null });
    seen.add(name.text);
  }
  return entries;
}

function unknownKey(key: string, where: string, keys: readonly string[]): string {
  const near = nearest(key, keys);
  const hint = near === null ? `known are ${keys.join(', ')}` : `did you mean "${near}"?`;
  return `unknown key ${quote(key)} in ${where}: ${hint}`;
}

/** One text; null, and a report, where it is something else or empty and unquoted. */
export function readText(node: Node | null, where: string, report: Report): Text | null {
  if (isScalar(node) && typeof node.value === 'string') {
    const quoted = node.type !== 'PLAIN';
    if (node.value !== '' || quoted) return { node, text: node.value, quoted };
  }
  report(node, `${where} must be a text${found(node)}`);
  return null;
}

/** One text or a list of texts, never empty; null, and a report, otherwise. */
export function readTexts(
  node: Node | null,
  where: string,
  report: Report,
): readonly Text[] | null {
  if (!isSeq(node)) {
    const text = readText(node, where, report);
    return text === null ? null : [text];
  }
  const texts: Text[] = [];
  for (const item of node.items) {
    const text = readText(item as Node | null, where, report);
    if (text === null) return null;
    texts.push(text);
  }
  if (texts.length > 0) return texts;
  report(node, `${where} is an empty list`);
  return null;
}

/** `true` or `false`; false, and a report, where it is something else. */
export function readFlag({ key, value }: Entry, report: Report): boolean {
  const text = readText(value, key.text, report);
  if (text !== null && text.text !== 'true' && text.text !== 'false') {
    report(text.node, `${key.text} must be true or false, not ${quote(text.text)}`);
  }
  return text?.text === 'true';
}

/** True where nothing is written after a colon or in a whole file. */
export function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === '' && node.type === 'PLAIN');
}

/** What stands there instead, for the end of a message. */
function found(node: Node | null): string {
  if (isAlias(node)) return ', not an alias: write the value out';
  if (isMap(node)) return ', not a map';
  if (isSeq(node)) return ', not a list';
  if (isScalar(node) && typeof node.value === 'string' && node.value !== '') {
    return `, not ${quote(node.value)}`;
  }
  return ', and nothing is written there';
}
