import { AppError } from '../model/errors.ts';
import type { Input } from './actions.ts';
import type { Parts } from './parts.ts';
import { ruleAddress } from './rule-address.ts';
import type { RuleFileText, RuleFindings, RulePreview } from './rule-files.ts';
import type { Undo } from './sessions.ts';

/** How far back it is asked what a text would have changed. */
export const PREVIEW_DAYS = 7;
const DAY = 86_400_000;
const PERSONAL = 'my-rules.txt';

/** How the wish to save a text ended. */
export type FileOutcome =
  | {
      readonly kind: 'saved';
      readonly text: string;
      readonly hash: string;
      readonly undo: Undo | null;
    }
  /** Nothing was written. */
  | { readonly kind: 'refused'; readonly text: string; readonly status: 400 | 404 | 409 }
  /** Nothing was written: lines would be out of force, and nobody said that they may be. */
  | { readonly kind: 'unsure'; readonly findings: RuleFindings }
  /** Nothing was written: somebody else changed the file. */
  | { readonly kind: 'conflict'; readonly theirs: RuleFileText };

/**
 * Saves a text over the one that the person began with. Where lines of it
 * would not be in force it asks once more, which `sure` answers.
 */
export async function saveFile(parts: Parts, name: string, input: Input): Promise<FileOutcome> {
  const { text, base } = input;
  if (typeof text !== 'string' || typeof base !== 'string') {
    return refused(`saving "${cut(name)}": its text and the hash of the one before are not given`);
  }
  if (!isSure(input.sure)) {
    const findings = await findingsOf(parts, name, text);
    if (typeof findings === 'string') return refused(findings);
    if (errorsIn(findings) > 0) return { kind: 'unsure', findings };
  }
  return write(parts, name, text, base, 'Saved');
}

/** Puts a text that the file had before in its place; what it holds now is kept in turn. */
export async function restoreFile(parts: Parts, name: string, input: Input): Promise<FileOutcome> {
  const { id, base } = input;
  if (typeof id !== 'string' || typeof base !== 'string') {
    return refused(`restoring "${cut(name)}": it is not said which text, or over which`);
  }
  const text = await spokenOf(() => parts.ports.ruleFiles.past(name, id));
  if (typeof text !== 'string' && text !== null) return refused(text.told);
  if (text === null) {
    return refused(`restoring "${cut(name)}": that text is no longer kept`, 404);
  }
  return write(parts, name, text, base, 'Restored');
}

/** Takes all lines whose time is over out of a file. */
export async function removeExpired(
  parts: Parts,
  name: string,
  input: Input,
): Promise<FileOutcome> {
  const { ruleFiles } = parts.ports;
  const [file, info] = await Promise.all([
    ruleFiles.read(name),
    ruleFiles.list().then((all) => all.find((one) => one.name === name)),
  ]);
  if (file === null || info === undefined || /\.ya?ml$/i.test(name)) {
    return refused(`taking out of "${cut(name)}" what is over: there is no such list`, 404);
  }
  const lines = file.text.split('\n');
  const gone = new Set(
    info.expired.flatMap(({ line, text }) => (lines[line - 1]?.trim() === text ? [line - 1] : [])),
  );
  // The comment that was written with a line goes with it.
  for (const at of [...gone]) if (isStamp(lines[at - 1])) gone.add(at - 1);
  const text = lines.filter((_, at) => !gone.has(at)).join('\n');
  const base = typeof input.base === 'string' ? input.base : file.hash;
  return write(parts, name, text, base, 'Took out what is over, and saved');
}

/** As the page writes when it appends a rule: when and why. */
function isStamp(line: string | undefined): boolean {
  return /^! \d{4}-\d\d-\d\d \d\d:\d\d UTC: /.test(line ?? '');
}

/**
 * Changes `my-rules.txt` by a line, and keeps what it held before, so that the
 * change can be taken back as any other.
 */
export async function withTextBefore(
  parts: Parts,
  change: () => Promise<boolean>,
): Promise<{ readonly done: boolean; readonly undo: Undo | null }> {
  const { ruleFiles } = parts.ports;
  const before = await ruleFiles.read(PERSONAL);
  if (!(await change())) return { done: false, undo: null };
  const after = await ruleFiles.read(PERSONAL);
  if (before === null || after === null) return { done: true, undo: null };
  const id = await ruleFiles.putAside(PERSONAL, before.text, 'saved');
  return { done: true, undo: restoring(PERSONAL, id, after.hash) };
}

function restoring(name: string, id: string, base: string): Undo {
  return { action: `${ruleAddress(name)}/restore`, fields: { id, base } };
}

/** Keeps a text that was not saved among the past ones. */
export async function dropMine(parts: Parts, name: string, input: Input): Promise<FileOutcome> {
  const { text } = input;
  if (typeof text !== 'string') return refused(`keeping "${cut(name)}" as it is: no text is given`);
  const failed = await spokenOf(() => parts.ports.ruleFiles.putAside(name, text, 'unsaved'));
  if (typeof failed !== 'string') return refused(failed.told);
  return {
    kind: 'saved',
    text: `Left ${cut(name)} as it is. Your text is kept among the earlier ones`,
    hash: '',
    undo: null,
  };
}

/** What is to be said of a text; a sentence where that cannot be found out. */
export async function findingsOf(
  parts: Parts,
  name: string,
  text: unknown,
  when: 'typing' | 'saving' = 'typing',
): Promise<RuleFindings | string> {
  if (typeof text !== 'string') return `looking at "${cut(name)}": no text is given`;
  const found = await spokenOf(() => parts.ports.ruleFiles.lint(name, text, when));
  return 'told' in found ? found.told : found;
}

/** What a text would have changed in the last days; a sentence where that cannot be found out. */
export async function previewOf(
  parts: Parts,
  name: string,
  text: unknown,
): Promise<RulePreview | string> {
  if (typeof text !== 'string') return `looking at "${cut(name)}": no text is given`;
  const { ruleFiles, now } = parts.ports;
  const found = await spokenOf(() => ruleFiles.preview(name, text, now() - PREVIEW_DAYS * DAY));
  return 'told' in found ? found.told : found;
}

/** How many lines of a text are not in force. */
export function errorsIn({ findings }: RuleFindings): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

async function write(
  parts: Parts,
  name: string,
  text: string,
  base: string,
  done: string,
): Promise<FileOutcome> {
  const outcome = await spokenOf(() => parts.ports.ruleFiles.save(name, text, base));
  if ('told' in outcome) return refused(outcome.told);
  if (outcome.kind === 'conflict') return outcome;
  const { hash } = outcome;
  if (outcome.kind === 'unchanged') {
    return { kind: 'saved', text: `${cut(name)} reads so already`, hash, undo: null };
  }
  const undo = restoring(name, outcome.before, hash);
  return { kind: 'saved', text: `${done} ${cut(name)}. It is in force`, hash, undo };
}

function isSure(value: unknown): boolean {
  return value === true || value === 'yes';
}

/** An AppError is for the person; anything else is a bug and goes on up. */
async function spokenOf<T>(work: () => Promise<T>): Promise<T | { readonly told: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return { told: error.message };
    throw error;
  }
}

function refused(text: string, status: 400 | 404 | 409 = 400): FileOutcome {
  return { kind: 'refused', text, status };
}

function cut(text: string): string {
  return text.slice(0, 80);
}
