import { createHash } from 'node:crypto';
import type { RuleProblem } from '../model/rule.ts';
import { type ListText, listText } from './filter/list-text.ts';
import type { Meant } from './filter/preprocessor.ts';
import { type ParsedSignatures, parseSignatures } from './signature/parse.ts';
import type { Signature } from './signature/signature.ts';

/** The list that holds a person's own word. */
export const PERSONAL_LIST = 'my-rules.txt';

interface FileInfo {
  /** The file's name below rules/, or the name of a subscription. */
  readonly list: string;
  /** Changes with the content and with how it is meant. */
  readonly hash: string;
  /** True where the file is broken and this is what it said before. */
  readonly stale: boolean;
  /** What is wrong with the file as it stands now, beyond what its lines say. */
  readonly problems: readonly RuleProblem[];
}

interface StubFile {
  readonly kind: 'stub';
  /** By which rules know the stand-in. */
  readonly name: string;
  /** Empty: none that could be used. */
  readonly text: string;
}

/** One file of rules, read, or the script of a stand-in in `stubs/`. */
export type RuleFile = FileInfo &
  (
    | StubFile
    | { readonly kind: 'filters'; readonly text: ListText }
    | {
        readonly kind: 'signatures';
        readonly signatures: readonly Signature[];
        /** Right, and switched off (`enabled: false`). */
        readonly off: readonly Signature[];
      }
  );

/** True for the names of files that hold rules; those of editors' backups do not. */
export function isRuleFile(name: string): boolean {
  return /^[^.#~][^#~]*\.(?:txt|ya?ml)$/i.test(name);
}

/** Reads the text of a file of signatures; `list` is its name. Never throws. */
export type SignatureParser = (text: string, list: string) => ParsedSignatures;

/**
 * Reads a file. Where it is broken as a whole, `before` stays in force, if
 * there is one. Never throws.
 */
export function readRuleFile(
  list: string,
  bytes: Uint8Array,
  before: RuleFile | null,
  parse: SignatureParser = parseSignatures,
): RuleFile {
  if (/\.txt$/i.test(list)) return readFilterFile(list, bytes);
  const hash = hashOf(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const { signatures, off, problems, broken } = parse(text, list);
  if (broken && before?.kind === 'signatures') return { ...before, stale: true, problems };
  return { kind: 'signatures', list, hash, stale: false, problems, signatures, off };
}

/** Reads a filter list, whatever it is called; one that is not in rules/ is mostly not trusted. Never throws. */
export function readFilterFile(
  list: string,
  bytes: Uint8Array,
  meant: Meant = 'yes',
  trusted = true,
): Extract<RuleFile, { kind: 'filters' }> {
  return {
    kind: 'filters',
    list,
    hash: [
      hashOf(bytes),
      ...(meant === 'yes' ? [] : [meant]),
      ...(trusted ? [] : ['untrusted']),
    ].join(' '),
    stale: false,
    problems: [],
    text: listText(list, bytes, meant, trusted),
  };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A file that could not be read: what it said before stays in force, and the page says why. */
export function unreadable(reason: string, said: RuleFile, stale: boolean): RuleFile {
  const { list } = said;
  const problem: RuleProblem = { list, line: 1, text: '', reason, severity: 'error' };
  return { ...said, stale, problems: [problem] };
}
