import { canonicalText } from '../filter/canonical.ts';
import type { Filter } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import { readList } from '../filter/list.ts';
import type { ListText } from '../filter/list-text.ts';
import { undoing } from '../filter/undo.ts';
import type { RuleFile } from '../rule-file.ts';
import { createCovers } from './covers.ts';
import { createExceptions } from './exceptions.ts';
import { type Finding, findingAt, placeOf, type Remark, SEVERITIES } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import { filterRemarks, hasEnded, type LintContext, problemRemark } from './lines.ts';
import { stubFiles } from './missing-stub.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import { lintSignature, lintSignatures } from './signatures.ts';

export interface LintOptions extends LintContext {
  /**
   * Also what a proxy cannot carry out: tens of thousands of lines of public
   * lists hide elements of pages.
   */
  readonly ineffective: boolean;
}

/** One file, in numbers. */
export interface LintedList {
  readonly list: string;
  /** Rules in force, `$badfilter` lines included. */
  readonly rules: number;
  /** Lines that a proxy cannot carry out. */
  readonly ineffective: number;
  /** Signatures that are right and switched off. */
  readonly off: number;
}

export interface LintReport {
  readonly findings: readonly Finding[];
  /** In the order of the files. */
  readonly lists: readonly LintedList[];
}

/**
 * Says of each file what a person should know, over all files together: in the
 * order of files, lines and severity. A rule that stands twice is told at its
 * later place, so that who asks about one file gives it last. Linear in the
 * number of lines; a generator, so that others get their turn meanwhile. Never
 * throws.
 */
export function* lintFiles(
  files: readonly RuleFile[],
  options: LintOptions,
): Generator<void, LintReport, void> {
  const stubs = stubFiles(files);
  const lists = files.filter((file) => file.kind === 'filters');
  const signatureFiles = files.filter((file) => file.kind === 'signatures');
  const signatures = signatureFiles.flatMap((file) => file.signatures);
  const found = files.flatMap(({ problems }) =>
    problems.map((problem) => findingAt(problem, problemRemark(problem))),
  );
  const linted = yield* lintLists(
    lists.map(({ text }) => text),
    { ...options, stubs },
  );
  for (const finding of linted.findings) found.push(finding);
  for (const finding of lintSignatures(signatures, stubs)) found.push(finding);
  // What is switched off is compared with nothing: it may be another way to do the same.
  for (const signature of signatureFiles.flatMap((file) => file.off)) {
    for (const finding of lintSignature(signature, stubs)) found.push(finding);
  }
  const counts = new Map(linted.lists.map((one) => [one.list, one]));
  return {
    findings: inOrder(found, files),
    lists: files
      .filter(({ kind }) => kind !== 'stub')
      .map(
        (file) =>
          counts.get(file.list) ?? { list: file.list, ...signatureCounts(file), ineffective: 0 },
      ),
  };
}

function signatureCounts(file: RuleFile): Pick<LintedList, 'rules' | 'off'> {
  if (file.kind !== 'signatures') return { rules: 0, off: 0 };
  return { rules: file.signatures.length, off: file.off.length };
}

function inOrder(findings: readonly Finding[], files: readonly RuleFile[]): readonly Finding[] {
  const order = new Map(files.map(({ list }, i) => [list, i]));
  const fileOf = ({ list }: Finding): number => order.get(list) ?? files.length;
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return findings.toSorted((a, b) => fileOf(a) - fileOf(b) || a.line - b.line || rank(a) - rank(b));
}

/** What the rules of lists are compared with. */
interface Known {
  readonly places: Places;
  /** The first place of each meaning. */
  readonly firsts: Map<number, Place>;
  readonly covers: ReturnType<typeof createCovers>;
  readonly exceptions: ReturnType<typeof createExceptions>;
}

function* lintLists(
  texts: readonly ListText[],
  options: LintOptions,
): Generator<void, LintReport, void> {
  const places = createPlaces(texts);
  const known: Known = {
    places,
    firsts: new Map(),
    covers: createCovers(),
    exceptions: createExceptions(
      places,
      texts.map(({ list }) => list),
    ),
  };
  const findings: Finding[] = [];
  const say = (place: Place, remark: Remark, other: Place | null = null): void => {
    const about = other === null ? null : places.ref(other);
    findings.push(findingAt(places.ref(place), remark, about));
  };
  const badfilters = badfiltersIn(texts, places);
  const lists = texts.map(({ list }) => ({ list, rules: 0, ineffective: 0, off: 0 }));
  const targets = yield* survey(texts, known, { badfilters, lists }, options, say);
  for (const [mark, place] of badfilters) if (!targets.has(mark)) say(place, WITHOUT_TARGET);
  yield* compare(texts, known, say);
  for (const { place, remark } of known.exceptions.findings()) say(place, remark);
  return { findings, lists };
}

const WITHOUT_TARGET: Remark = {
  code: 'badfilter-without-target',
  reason: 'no rule in these files reads so without "badfilter"',
};

type Say = (place: Place, remark: Remark, other?: Place | null) => void;

/** The `$badfilter` lines, by the canonical texts of what they undo. */
type Badfilters = ReadonlyMap<string, Place>;

interface Counted {
  rules: number;
  ineffective: number;
}

function badfiltersIn(texts: readonly ListText[], places: Places): Badfilters {
  const found = new Map<string, Place>();
  for (const [file, text] of texts.entries()) {
    for (const line of text.linesWith('badfilter')) {
      const parsed = parseLine(text.text(line));
      if (parsed.kind !== 'badfilter') continue;
      found.set(canonicalText(parsed.filter), places.at(file, line));
    }
  }
  return found;
}

/** Reads all lists once, and notes what rules are in force. Returns which `$badfilter` lines undo some. */
function* survey(
  texts: readonly ListText[],
  { places, firsts, covers, exceptions }: Known,
  { badfilters, lists }: { readonly badfilters: Badfilters; readonly lists: readonly Counted[] },
  { ineffective, ...context }: LintOptions,
  say: Say,
): Generator<void, ReadonlySet<string>, void> {
  const targets = new Set<string>();
  const undo = undoing(badfilters.keys(), (badfilter) => targets.add(badfilter));
  for (const [file, text] of texts.entries()) {
    const counts = lists[file] as Counted;
    const personal = places.isPersonal(file);
    yield* readList(text, {
      filter: (written, line) => {
        const filter = undo(written);
        if (filter === null) return;
        const place = places.at(file, line);
        const mark = fingerprint(canonicalText(written));
        counts.rules++;
        for (const remark of filterRemarks(filter, context)) say(place, remark);
        if (hasEnded(filter, context.now)) return;
        const key = keyOf(mark, personal);
        if (!firsts.has(key)) firsts.set(key, place);
        covers.add({ filter, place, personal, mark });
        exceptions.add(filter, place);
      },
      badfilter: () => {
        counts.rules++;
      },
      problem: (line, reason, severity) => {
        if (severity === 'ineffective') counts.ineffective++;
        if (severity === 'ineffective' && !ineffective) return;
        say(places.at(file, line), problemRemark({ reason, severity }));
      },
    });
  }
  return targets;
}

/** A person's own rule is another than the same in a list, which exceptions of lists undo. */
function keyOf(mark: number, personal: boolean): number {
  return personal ? -1 - mark : mark;
}

/** Reads all lists again, and compares each rule with what is known. */
function* compare(
  texts: readonly ListText[],
  { places, firsts, covers }: Known,
  say: Say,
): Generator<void, void, void> {
  const nothing = () => {};
  for (const [file, text] of texts.entries()) {
    const personal = places.isPersonal(file);
    const reader = {
      filter: (filter: Filter, line: number) => {
        const place = places.at(file, line);
        const mark = fingerprint(canonicalText(filter));
        const first = firsts.get(keyOf(mark, personal));
        // What is not in force was not noted.
        if (first === undefined) return;
        if (first !== place && isSame(filter, places.filters(first))) {
          const reason = `it stands at ${placeOf(places.ref(first))} already`;
          say(place, { code: 'duplicate', reason }, first);
          return;
        }
        const cover = covers.find({ filter, place, personal, mark });
        if (cover === null) return;
        const wide = places.ref(cover);
        const reason = `"${wide.text}" at ${placeOf(wide)} covers it`;
        say(place, { code: 'covered', reason }, cover);
      },
      badfilter: nothing,
      problem: nothing,
    };
    yield* readList(text, reader);
  }
}

function isSame(filter: Filter, others: readonly Filter[]): boolean {
  const own = canonicalText(filter);
  return others.some((other) => canonicalText(other) === own);
}
