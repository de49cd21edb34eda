import type { RuleProblem } from '../../model/rule.ts';
import type { Filter } from './filter.ts';
import { parseLine } from './line.ts';
import { branches, type Meant } from './preprocessor.ts';
import { whyUntrusted } from './trust.ts';

/** A filter and the line it stands on, 1-based. */
export interface LineFilter {
  readonly line: number;
  readonly filter: Filter;
}

export interface ParsedList {
  readonly filters: readonly LineFilter[];
  /** Filters that are to be undone wherever they stand (`$badfilter`). */
  readonly badfilters: readonly LineFilter[];
  readonly problems: readonly RuleProblem[];
}

/** Takes what a list says, line by line. `text` gives the line as written. */
export interface ListReader {
  filter(filter: Filter, line: number): void;
  badfilter(filter: Filter, line: number): void;
  problem(line: number, reason: string, severity: RuleProblem['severity']): void;
}

/** What of a list is read line by line: a text in memory, or the bytes of a file. */
export interface LineSource {
  readonly lines: number;
  /** Whether all of it is meant for this program; absent: yes. */
  readonly meant?: Meant;
  /** Whether its filters may do what `whyUntrusted` refuses; absent: yes. */
  readonly trusted?: boolean;
  /** The line without its end; 1-based. */
  text(line: number): string;
}

/** How many lines are read before others get their turn: a fraction of a millisecond each. */
const LINES_PER_SLICE = 500;

/**
 * Reads a list from its first line to its last. A generator, so that the
 * caller can let requests through between two slices of a long list.
 */
export function* readList(source: LineSource, reader: ListReader): Generator<void, void, void> {
  const branch = branches(source.meant);
  const taking = source.trusted === false ? untrusted(reader) : reader;
  for (let line = 1; line <= source.lines; line++) {
    if (line % LINES_PER_SLICE === 0) yield;
    readLine(source.text(line), line, branch, taking);
  }
  const unclosed = branch.end();
  if (unclosed !== null) reader.problem(source.lines, unclosed, 'error');
}

/** Takes what a list that is not trusted may say, and reports the rest. */
function untrusted(reader: ListReader): ListReader {
  return {
    ...reader,
    filter: (filter, line) => {
      const reason = whyUntrusted(filter);
      if (reason === null) reader.filter(filter, line);
      else reader.problem(line, reason, 'ineffective');
    },
  };
}

function readLine(
  text: string,
  line: number,
  branch: ReturnType<typeof branches>,
  reader: ListReader,
): void {
  if (branch.meant === 'no' && !text.startsWith('!#')) return;
  const parsed = parseLine(text);
  switch (parsed.kind) {
    case 'comment':
      return;
    case 'filters':
      for (const filter of parsed.filters) {
        if (branch.meant === 'yes' || filter.exception) reader.filter(filter, line);
      }
      if (parsed.remark !== undefined) reader.problem(line, parsed.remark, 'ineffective');
      return;
    case 'badfilter':
      if (branch.meant === 'yes') reader.badfilter(parsed.filter, line);
      return;
    case 'directive': {
      const reason = branch.take(parsed.text);
      if (reason !== null) reader.problem(line, reason, 'error');
      return;
    }
    case 'problem':
      reader.problem(line, parsed.reason, parsed.severity);
      return;
  }
}

/** Reads a whole list at once: for short texts, `check` and tests. Never throws. */
export function parseFilterList(text: string, list: string): ParsedList {
  const lines = text.split('\n');
  const filters: LineFilter[] = [];
  const badfilters: LineFilter[] = [];
  const problems: RuleProblem[] = [];
  const source = { lines: lines.length, text: (line: number) => lines[line - 1] ?? '' };
  const reading = readList(source, {
    filter: (filter, line) => filters.push({ filter, line }),
    badfilter: (filter, line) => badfilters.push({ filter, line }),
    problem: (line, reason, severity) =>
      problems.push({ list, line, text: source.text(line).trim(), reason, severity }),
  });
  while (reading.next().done !== true);
  return { filters, badfilters, problems };
}
