import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { AppError } from '../model/errors.ts';
import type { Identifier } from '../model/identifier.ts';
import { createFinder } from './finder.ts';
import {
  type KeptIdentifier,
  type KeptIdentifiers,
  MAX_IDENTIFIERS,
  readIdentifierFile,
  writeIdentifierFile,
} from './identifier-file.ts';
import type { Watched } from './look.ts';
import { readIdentifier } from './read-identifier.ts';
import { tagsOf } from './tags.ts';

export interface IdentifiersParts {
  /** `data/identifiers.json`. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The household's identifiers: entered here, derived at once, and forgotten.
 * What is in force follows the file, which the command line writes too.
 */
export class Identifiers {
  readonly #path: string;
  readonly #now: () => number;
  #kept: KeptIdentifiers;
  #watched: Watched | null = null;
  #seen = '';

  /** Throws HOME_UNUSABLE where the file is there and cannot be used. */
  constructor({ path, now }: IdentifiersParts) {
    this.#path = path;
    this.#now = now;
    this.#kept = { key: new Uint8Array(), identifiers: [] };
    this.#read();
  }

  /** What is looked for; null where there is nothing. */
  get watched(): Watched | null {
    return this.#watched;
  }

  /** In the order in which they were entered. */
  list(): readonly Identifier[] {
    return this.#kept.identifiers.map(shown);
  }

  /**
   * Adds an e-mail address or a phone number. Throws an AppError: INPUT_INVALID
   * for what is none, is there already, or is one too many; HOME_UNUSABLE where
   * it cannot be kept.
   */
  add(text: string, label: string | null): Identifier {
    const { kind, forms, label: called } = readIdentifier(text, label);
    this.#read();
    const { key, identifiers } = this.#kept;
    const tags = tagsOf(key, forms);
    const known = identifiers.find((one) => one.hashed.some((tag) => tags.hashed.includes(tag)));
    if (known !== undefined) {
      throw new AppError(
        'INPUT_INVALID',
        `adding an identifier: it is there already, as "${known.label}"`,
      );
    }
    if (identifiers.length >= MAX_IDENTIFIERS) {
      throw new AppError(
        'INPUT_INVALID',
        `adding an identifier: there are ${MAX_IDENTIFIERS} already, and no more can be kept`,
      );
    }
    const added = { id: randomBytes(6).toString('hex'), kind, label: called, addedAt: this.#now() };
    this.#write({ key, identifiers: [...identifiers, { ...added, ...tags }] });
    return added;
  }

  /**
   * Removes one by its id, or by its label where only one has it; returns the
   * one that is gone. Throws INPUT_INVALID where there is none, HOME_UNUSABLE
   * where the file cannot be written.
   */
  remove(name: string): Identifier {
    this.#read();
    const { key, identifiers } = this.#kept;
    const named = identifiers.filter(({ id, label }) => id === name || label === name);
    const [gone] = named;
    if (gone === undefined || named.length > 1) {
      // What was named is not repeated: it may be the value itself.
      const why = gone === undefined ? 'none has that label or id' : 'several are called so';
      throw new AppError('INPUT_INVALID', `removing an identifier: ${why}; list them`);
    }
    this.#write({ key, identifiers: identifiers.filter((one) => one !== gone) });
    return shown(gone);
  }

  /** To be called every second: takes over what another process wrote. Throws as the constructor does. */
  follow(): void {
    if (this.#seen !== this.#stamp()) this.#read();
  }

  #read(): void {
    this.#seen = this.#stamp();
    this.#use(readIdentifierFile(this.#path));
  }

  #write(kept: KeptIdentifiers): void {
    writeIdentifierFile(this.#path, kept);
    this.#seen = this.#stamp();
    this.#use(kept);
  }

  #use(kept: KeptIdentifiers): void {
    this.#kept = kept;
    const finder = createFinder(kept.key, kept.identifiers);
    this.#watched = kept.identifiers.length === 0 ? null : { identifiers: this.list(), finder };
  }

  /** Changes whenever the file does: it is replaced, never written into. */
  #stamp(): string {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    return stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.size} ${stats.mode}`;
  }
}

function shown({ id, kind, label, addedAt }: KeptIdentifier): Identifier {
  return { id, kind, label, addedAt };
}
