import fs from 'node:fs';
import { AppError } from '../model/errors.ts';
import {
  SETTING_KEYS,
  type SettingKey,
  type SettingValue,
  type SettingView,
} from '../model/setting.ts';
import { type Chosen, changeable, parseSetting, valueAt, withChosen } from './changeable.ts';
import { CONFIG_FILE } from './load.ts';
import type { Places } from './places.ts';
import type { Config } from './schema.ts';
import { readSettingsFile, writeSettingsFile } from './settings-file.ts';

export interface SettingsParts {
  /** Where the chosen values are kept. */
  readonly path: string;
  /** As the config file says it, with the defaults. */
  readonly config: Config;
  /** What the config file sets itself. */
  readonly places: Places;
  /** Told in one sentence what was wrong with the file. */
  readonly warn: (message: string) => void;
  readonly now: () => number;
}

/**
 * The settings that may be changed while the program runs. Of each the first
 * that there is holds: what the config file says, what was chosen on the page
 * or the command line, the default. A change is in force when the call returns.
 */
export class Settings {
  readonly #parts: SettingsParts;
  readonly #listeners = new Set<() => void>();
  #chosen: Chosen = new Map();
  #current: Config;
  #problems: readonly string[] = [];
  /** The file as it was when it was last read or written. */
  #seen = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: SettingsParts) {
    this.#parts = parts;
    this.#current = parts.config;
    this.#read();
  }

  /** The config with all that was chosen; another object after each change. */
  get current(): Config {
    return this.#current;
  }

  /** What was wrong with the file when it was last read, in sentences. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Follows what another process (the command line) writes, within a second. */
  start(): void {
    this.#timer ??= setInterval(() => this.follow(), 1_000).unref();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
  }

  /** Calls `listener` after each change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Takes over what another process wrote since. */
  follow(): void {
    if (stampOf(this.#parts.path) !== this.#seen) this.#read();
  }

  /** All of them, in the order of the config file. */
  list(): readonly SettingView[] {
    return SETTING_KEYS.map((key) => this.view(key));
  }

  view(key: SettingKey): SettingView {
    const line = this.#parts.places.get(key) ?? null;
    const value = valueAt(this.#current, key);
    const chosen = line === null && this.#chosen.has(key);
    return {
      key,
      value,
      line,
      from: line !== null ? 'file' : chosen ? 'chosen' : 'default',
      ...changeable(key),
    };
  }

  /**
   * Chooses a value, as text; null takes the choice back. Throws INPUT_INVALID
   * where it does not fit or the config file says otherwise, HOME_UNUSABLE
   * where it cannot be kept; then nothing has changed.
   */
  set(key: SettingKey, text: string | null): SettingView {
    const line = this.#parts.places.get(key);
    if (line !== undefined) {
      const { value } = this.view(key);
      throw new AppError(
        'INPUT_INVALID',
        `changing the setting "${key}": ${CONFIG_FILE}:${line} says "${value}"; change it there`,
      );
    }
    const value = text === null ? null : parseSetting(key, text);
    // What another process chose meanwhile stays.
    this.follow();
    const chosen = new Map<SettingKey, SettingValue>(this.#chosen);
    if (value === null) chosen.delete(key);
    else chosen.set(key, value);
    writeSettingsFile(this.#parts.path, chosen);
    this.#problems = [];
    this.#take(chosen);
    return this.view(key);
  }

  #read(): void {
    const { path, now, warn } = this.#parts;
    const { chosen, problems } = readSettingsFile(path, now);
    // What was wrong stays on show until something is chosen anew.
    if (problems.length > 0) this.#problems = problems;
    for (const problem of problems) warn(problem);
    this.#take(chosen);
  }

  #take(chosen: Chosen): void {
    const { config, places, path } = this.#parts;
    this.#chosen = chosen;
    const free = [...chosen].filter(([key]) => !places.has(key));
    this.#current = withChosen(config, new Map(free));
    this.#seen = stampOf(path);
    for (const listener of this.#listeners) listener();
  }
}

/** Tells one content of a file from another: each writing makes a new file. */
function stampOf(path: string): string {
  try {
    const { ino, mtimeMs, size } = fs.statSync(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
