import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../model/errors.ts';
import { isStubFile } from '../model/stub-names.ts';
import { followIncludes, type IncludeSource, type Missing, withMissing } from './included.ts';
import { isMissing, type KnownFile, readKnown, reasonOf } from './known-file.ts';
import {
  isRuleFile,
  type RuleFile,
  readFilterFile,
  readRuleFile,
  type SignatureParser,
} from './rule-file.ts';
import { readStubFile, STUBS_FOLDER } from './stub-file.ts';

/** What was read of a folder: to be read again from, and the rules. */
export interface ReadFiles {
  readonly known: ReadonlyMap<string, KnownFile>;
  readonly files: readonly RuleFile[];
}

/** More stand-ins are no work of a person. */
const MAX_STUBS = 500;

/**
 * Reads the rule files of a folder, the lists below it that they include and
 * its stand-ins, those again that have changed since `before`. Files that cannot be read keep
 * what they said. Throws HOME_UNUSABLE where the folder itself cannot be read.
 */
export async function readFolder(
  folder: string,
  before: ReadonlyMap<string, KnownFile>,
  parse?: SignatureParser,
): Promise<ReadFiles> {
  const known = new Map<string, KnownFile>();
  for (const name of (await namesIn(folder)).filter(isRuleFile).toSorted()) {
    const found = await readKnown(join(folder, name), before.get(name) ?? null, (bytes, last) =>
      readRuleFile(name, bytes, last, parse),
    );
    if (found !== null) known.set(name, found);
  }
  const missing: (readonly [string, readonly Missing[]])[] = [];
  const source = below(folder, before);
  for (const [name, first] of [...known]) {
    missing.push(...(await followIncludes(name, first, known, source)));
  }
  for (const [path, stub] of await readStubs(folder, before)) known.set(path, stub);
  return { known, files: filesOf(known, new Map(missing)) };
}

/** The stand-ins of a folder, all at once, for there are many and all are short. */
async function readStubs(
  folder: string,
  before: ReadonlyMap<string, KnownFile>,
): Promise<readonly (readonly [string, KnownFile])[]> {
  const names = await readdir(join(folder, STUBS_FOLDER)).catch(() => []);
  const found = await Promise.all(
    names
      .filter(isStubFile)
      .toSorted()
      .slice(0, MAX_STUBS)
      .map(async (name) => {
        const path = `${STUBS_FOLDER}/${name}`;
        const stub = await readKnown(join(folder, path), before.get(path) ?? null, (bytes, last) =>
          readStubFile(path, bytes, last),
        );
        return [path, stub] as const;
      }),
  );
  return found.flatMap(([path, stub]) => (stub === null ? [] : [[path, stub] as const]));
}

/** The files, each with what it asks for and does not get. */
export function filesOf(
  known: ReadonlyMap<string, KnownFile>,
  missing: ReadonlyMap<string, readonly Missing[]>,
): readonly RuleFile[] {
  return [...known].map(([name, { file }]) => withMissing(file, missing.get(name) ?? []));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const message = `reading the rules in "${folder}": ${reasonOf(error)}`;
    throw new AppError('HOME_UNUSABLE', message, { cause: error });
  }
}

/** Lists below the rules folder, and not behind a link that leads out of it. */
function below(folder: string, before: ReadonlyMap<string, KnownFile>): IncludeSource {
  return {
    nameOf: (path) => path,
    read: async (path, meant) => {
      if (!isRuleFile(path) || !/\.txt$/i.test(path))
        return 'is no filter list: its name must end in .txt';
      try {
        const root = await realpath(folder);
        const real = await realpath(join(folder, path));
        if (!real.startsWith(root + sep)) return 'is a link that leads out of the rules folder';
      } catch (error) {
        return isMissing(error) ? 'is not there' : `cannot be read: ${reasonOf(error)}`;
      }
      const last = before.get(path) ?? null;
      const found = await readKnown(
        join(folder, path),
        isReadAs(last, meant, true) ? last : null,
        (bytes) => readFilterFile(path, bytes, meant),
      );
      return found ?? 'is no file';
    },
  };
}

/** Whether what is known of a list was read as it is meant and trusted now. */
export function isReadAs(
  known: KnownFile | null,
  meant: 'yes' | 'maybe',
  trusted: boolean,
): boolean {
  if (known?.file.kind !== 'filters') return false;
  const { text } = known.file;
  return text.meant === meant && text.trusted === trusted;
}
