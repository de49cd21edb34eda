import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../model/nearest.ts';
import { documentedKeys } from './document.ts';

/** One thing that is wrong with the file, and where. */
export interface ConfigProblem {
  readonly line: number;
  /** Lower case, naming key and value. */
  readonly message: string;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Quoted values are cut, so that an error stays a line. */
const LONGEST_QUOTE = 80;

/** Says what the schema's issues mean, each at its line of the document. */
export function explainIssues(
  issues: readonly Issue[],
  document: Document,
  lines: LineCounter,
): readonly ConfigProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const line = lineOf(document, lines, issue.path);
      return [{ line, message: explainValue(issue, document) }];
    }
    return issue.keys.map((key) => ({
      line: lineOf(document, lines, [...issue.path, key]),
      message: explainUnknown(issue.path, key),
    }));
  });
}

function explainValue(issue: Issue, document: Document): string {
  const key = written(issue.path);
  if (!document.hasIn(issue.path)) return `setting "${key}" is missing`;
  return `setting "${key}" is ${quote(document.getIn(issue.path))}: ${wanted(issue)}`;
}

function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${issue.origin === 'string' || issue.origin === 'array' ? ' long' : ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' letters long' : ''}`;
    case 'invalid_type':
      return `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

function explainUnknown(parent: Path, key: string): string {
  const full = written([...parent, key]);
  const meant = likelyMeant(full, key);
  return `unknown setting "${full}"${meant === null ? '' : `, did you mean "${meant}"?`}`;
}

/** A neighbour with nearly that name, else a setting elsewhere that has it. */
function likelyMeant(full: string, key: string): string | null {
  const known = knownPaths();
  const parent = full.slice(0, full.length - key.length);
  const beside = known.filter((path) => parentOf(path) === parent);
  const name = nearest(key, beside.map(lastOf));
  if (name !== null) return parent + name;
  return known.find((path) => path !== full && lastOf(path) === key) ?? null;
}

/** Settings and the groups that hold them. */
function knownPaths(): readonly string[] {
  const paths = new Set<string>();
  for (const { key } of documentedKeys()) {
    const parts = key.split('.');
    for (let end = 1; end <= parts.length; end += 1) paths.add(parts.slice(0, end).join('.'));
  }
  return [...paths].filter((path) => !path.endsWith('[]'));
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('.') + 1);

/** The key as the documentation writes it: `devices[].match`. */
function written(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function quote(value: unknown): string {
  const plain = isNode(value) ? value.toJSON() : value;
  const text = JSON.stringify(plain) ?? 'empty';
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text;
}

/** The line of the deepest part of the path that is in the document. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  let offset = document.contents?.range?.[0] ?? 0;
  for (let depth = 1; depth <= path.length; depth += 1) {
    offset = offsetOf(document, path.slice(0, depth)) ?? offset;
  }
  return lines.linePos(offset).line;
}

function offsetOf(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === last);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const item = document.getIn(path, true);
  return isNode(item) ? item.range?.[0] : undefined;
}
