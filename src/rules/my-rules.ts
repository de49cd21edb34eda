import { open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import type { RuleRef } from '../model/rule.ts';
import { parseLine } from './filter/line.ts';
import { PERSONAL_LIST } from './rule-file.ts';

/** Longer lines are no work of a person. */
const MAX_LINE = 4_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
const CONTROL = /[\x00-\x1f\x7f\u2028\u2029]/;

/**
 * Appends a rule to `my-rules.txt`, with when and why as a comment above it,
 * in one write, so that nobody sees half of it. The file is made where it is
 * missing. Throws INPUT_INVALID where the line is no rule, HOME_UNUSABLE where
 * the file cannot be written.
 */
export async function appendRule(
  folder: string,
  line: string,
  why: string,
  when: Date,
): Promise<RuleRef> {
  const rule = line.trim();
  const reason = whyNoRule(rule);
  if (reason !== null) {
    throw new AppError('INPUT_INVALID', `adding the rule "${rule.slice(0, 200)}": ${reason}`);
  }
  const path = join(folder, PERSONAL_LIST);
  const words = why.replace(new RegExp(CONTROL, 'g'), ' ').trim();
  try {
    const before = await readText(path);
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    const comment = `! ${when.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${words}`;
    const file = await open(path, 'a', 0o644);
    try {
      await file.appendFile(`${gap}${comment}\n${rule}\n`);
    } finally {
      await file.close();
    }
    const lines = (before + gap).split('\n').length;
    return { list: PERSONAL_LIST, line: lines + 1, text: rule };
  } catch (error) {
    throw unwritable(path, error);
  }
}

function whyNoRule(rule: string): string | null {
  if (CONTROL.test(rule)) return 'it has a line break or control character in it';
  if (rule.length > MAX_LINE) return `it is longer than ${MAX_LINE} characters`;
  const parsed = parseLine(rule);
  switch (parsed.kind) {
    case 'filters':
    case 'badfilter':
      return null;
    case 'problem':
      return parsed.reason;
    case 'comment':
      return 'it is a comment';
    case 'directive':
      return 'it is a directive';
  }
}

/**
 * Takes a rule out of `my-rules.txt` again, and the comment that was written
 * with it. False where that line no longer reads so. The new file replaces the
 * old one as a whole.
 */
export async function removeRule(folder: string, rule: RuleRef): Promise<boolean> {
  const path = join(folder, PERSONAL_LIST);
  try {
    const lines = (await readText(path)).split('\n');
    const at = rule.line - 1;
    if (rule.list !== PERSONAL_LIST || lines[at]?.trim() !== rule.text) return false;
    const hasComment = /^! \d{4}-\d\d-\d\d \d\d:\d\d UTC: /.test(lines[at - 1] ?? '');
    lines.splice(hasComment ? at - 1 : at, hasComment ? 2 : 1);
    await replaceFile(path, lines.join('\n'));
    return true;
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const { mode } = await stat(path);
  // Not a name that is read as rules.
  const draft = `${path}.new~`;
  try {
    await writeFile(draft, text, { mode });
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function unwritable(path: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new AppError('HOME_UNUSABLE', `writing "${path}": ${code}`, { cause: error });
}
