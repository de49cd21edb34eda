import { type Document, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { RuleProblem } from '../../model/rule.ts';
import { type FileContext, type ReadSignature, readSignature } from './read-signature.ts';
import type { Signature } from './signature.ts';
import { type Entry, isEmpty, type Report, readFlag, readMap, readText } from './yaml-node.ts';

/** The keys of a file. */
export const FILE_KEYS = ['tracker', 'enabled', 'signatures'] as const;

/** What a file gave: its good signatures, and what is wrong with the others. */
export interface ParsedSignatures {
  /** Those in force. */
  readonly signatures: readonly Signature[];
  /** Those that are right, and switched off by `enabled: false`. */
  readonly off: readonly Signature[];
  readonly problems: readonly RuleProblem[];
  /** True where the file is no YAML, or not a file of signatures, at all. */
  readonly broken: boolean;
}

/**
 * Files and lines are written by hand; longer ones would hold up traffic while
 * they are read, since the time grows with the nesting a line can hold.
 */
const MAX_FILE = 65_536;
const MAX_LINE = 4096;

/** A file with more problems than this needs no longer list. */
const MAX_PROBLEMS = 200;

/** A line is cut here where a problem quotes it. */
const MAX_QUOTED = 200;

/**
 * Reads a `rules/*.yaml` file. Never throws. A wrong signature is reported and
 * left out, the others stay. `list` is the file's name below `rules/`; lines
 * are counted from 1.
 */
export function parseSignatures(text: string, list: string): ParsedSignatures {
  const long = whyTooLong(text);
  if (long !== null) return brokenFile(list, long.line, long.reason);
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  if (typeof document === 'string') return brokenFile(list, 1, document);
  const problems: RuleProblem[] = [];
  const at = (offset: number, reason: string): void => {
    const { line } = lines.linePos(offset);
    if (problems.length >= MAX_PROBLEMS) return;
    problems.push({ list, line, text: lineText(text, lines, line), reason, severity: 'error' });
  };
  for (const { pos, message } of document.errors)
    at(pos[0], `the file is no YAML: ${plain(message)}`);
  if (document.errors.length > 0) return { signatures: [], off: [], problems, broken: true };
  for (const { pos, message } of document.warnings) at(pos[0], plain(message));
  const report: Report = (node, reason) => at(node?.range?.[0] ?? 0, reason);
  const lineOf = (node: Node): number => lines.linePos(node.range?.[0] ?? 0).line;
  return { ...readFile(document.contents, { list, lineOf }, report), problems };
}

/**
 * All scalars are read as text (`failsafe`), so that `v: 2` and `id: 007` are
 * what is written; no tags, no merge keys, and aliases are refused where they
 * stand, so that a small file cannot unfold into a large one.
 */
function parseYaml(text: string, lineCounter: LineCounter): Document.Parsed | string {
  try {
    return parseDocument(text, {
      lineCounter,
      schema: 'failsafe',
      // Checked by the reader, in linear time.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch {
    return 'the file is nested too deeply';
  }
}

function readFile(
  contents: Node | null,
  file: { readonly list: string; readonly lineOf: (node: Node) => number },
  report: Report,
): Omit<ParsedSignatures, 'problems'> {
  if (isEmpty(contents)) return { signatures: [], off: [], broken: false };
  const entries = new Map(
    readMap(contents, 'the file', report, FILE_KEYS).map((entry) => [entry.key.text, entry]),
  );
  const list = entries.get('signatures')?.value ?? null;
  const isList = isSeq(list) || isEmpty(list);
  if (!isList) report(list, '"signatures" must be a list');
  const items = isSeq(list) ? (list.items as (Node | null)[]) : [];
  const tracker = readTracker(entries.get('tracker'), report);
  const all = readSignatures(items, { ...file, tracker }, report);
  const switched = entries.get('enabled');
  const isOn = switched === undefined || readFlag(switched, report);
  return {
    signatures: all.flatMap(({ signature, enabled }) => (isOn && enabled ? [signature] : [])),
    off: all.flatMap(({ signature, enabled }) => (isOn && enabled ? [] : [signature])),
    broken: !isMap(contents) || !isList,
  };
}

function readSignatures(
  items: readonly (Node | null)[],
  file: FileContext,
  report: Report,
): readonly ReadSignature[] {
  const good: ReadSignature[] = [];
  const ids = new Set<string>();
  for (const item of items) {
    const read = readSignature(item, file, report);
    if (read === null) continue;
    const { text } = read.signature.rule;
    if (ids.has(text)) report(item, `the id "${text}" is used twice`);
    else good.push(read);
    ids.add(text);
  }
  return good;
}

function readTracker(entry: Entry | undefined, report: Report): string | null {
  return entry === undefined ? null : (readText(entry.value, 'tracker', report)?.text ?? null);
}

function whyTooLong(text: string): { readonly line: number; readonly reason: string } | null {
  if (text.length > MAX_FILE) {
    return { line: 1, reason: `the file is longer than ${MAX_FILE} characters: split it` };
  }
  const index = text.split('\n').findIndex((line) => line.length > MAX_LINE);
  if (index === -1) return null;
  return { line: index + 1, reason: `the line is longer than ${MAX_LINE} characters: break it` };
}

function brokenFile(list: string, line: number, reason: string): ParsedSignatures {
  const problem: RuleProblem = { list, line, text: '', reason, severity: 'error' };
  return { signatures: [], off: [], problems: [problem], broken: true };
}

function lineText(text: string, lines: LineCounter, line: number): string {
  const start = lines.lineStarts[line - 1] ?? 0;
  const end = text.indexOf('\n', start);
  return text
    .slice(start, end === -1 ? undefined : end)
    .trim()
    .slice(0, MAX_QUOTED);
}

/** The parser's message as part of a sentence. */
function plain(message: string): string {
  const line = message.split('\n', 1)[0] as string;
  return line.charAt(0).toLowerCase() + line.slice(1);
}
