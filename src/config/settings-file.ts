import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { AppError } from '../model/errors.ts';
import type { SettingKey, SettingValue } from '../model/setting.ts';
import { type Chosen, settingKey, validValue } from './changeable.ts';

/** The form of the file. */
const VERSION = 1;
/** A few settings are short; what is longer is something else. */
const MAX_LENGTH = 65_536;

/** What was read, and what was wrong with it, in sentences. */
export interface ReadSettings {
  readonly chosen: Chosen;
  readonly problems: readonly string[];
}

const NOTHING: Chosen = new Map();

/**
 * Reads the settings that were chosen while the program ran. Never throws:
 * without a file nothing was chosen; a damaged one is set aside under another
 * name, so that nothing is lost, and nothing counts as chosen; of a file with
 * values that do not fit, the others count.
 */
export function readSettingsFile(path: string, now: () => number): ReadSettings {
  let text: string;
  try {
    text = fs.readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = `reading "${path}": ${(error as Error).message}; the defaults are in force`;
    return { chosen: NOTHING, problems: missing ? [] : [problem] };
  }
  const values = text.length > MAX_LENGTH ? null : valuesIn(text);
  if (values !== null) return fitting(values, path);
  return { chosen: NOTHING, problems: [setAside(path, now())] };
}

/**
 * Replaces the file as a whole, readable by its owner only, so that a crash
 * leaves the old or the new one. Throws HOME_UNUSABLE where it cannot be written.
 */
export function writeSettingsFile(path: string, chosen: Chosen): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const content = { version: VERSION, values: Object.fromEntries(chosen) };
  try {
    const handle = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(handle, `${JSON.stringify(content, null, 1)}\n`);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw new AppError('HOME_UNUSABLE', `keeping the settings in "${path}": ${String(error)}`, {
      cause: error,
    });
  }
}

/** The `values` of a file of our version; null for anything else. */
function valuesIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('version' in read && 'values' in read)) {
      return null;
    }
    const { version, values } = read;
    if (version !== VERSION || typeof values !== 'object' || values === null) return null;
    return Array.isArray(values) ? null : { ...values };
  } catch {
    return null;
  }
}

function fitting(values: Readonly<Record<string, unknown>>, path: string): ReadSettings {
  const chosen = new Map<SettingKey, SettingValue>();
  const problems: string[] = [];
  for (const [name, written] of Object.entries(values)) {
    const key = settingKey(name);
    const value = key === null ? null : validValue(key, written);
    if (key !== null && value !== null) chosen.set(key, value);
    else
      problems.push(
        `reading "${path}": "${name.slice(0, 40)}" has no value that fits; it is left out`,
      );
  }
  return { chosen, problems };
}

function setAside(path: string, now: number): string {
  const aside = `${path}.broken-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  const start = `reading "${path}": it is damaged or of another version`;
  try {
    fs.renameSync(path, aside);
    return `${start}; it was set aside as "${aside}" and the defaults are in force`;
  } catch (error) {
    return `${start}, and cannot be set aside (${String(error)}); the defaults are in force`;
  }
}
