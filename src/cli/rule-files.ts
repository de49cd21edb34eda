import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RegistrableDomain } from '../classify/registrable-domain.ts';
import { loadConfig } from '../config/load.ts';
import type { Home } from '../home.ts';
import { learntFile } from '../learning.ts';
import { AppError } from '../model/errors.ts';
import type { RuleSet } from '../model/rule.ts';
import { isStubFile } from '../model/stub-names.ts';
import type { Hostname } from '../model/terms.ts';
import { compileFromHome } from '../rule-compiling.ts';
import { createRuleCompiler } from '../rules/compiler.ts';
import { readFolder } from '../rules/folder.ts';
import { readLearntList } from '../rules/learnt/list.ts';
import { isRuleFile, type RuleFile, readRuleFile } from '../rules/rule-file.ts';
import { readStubFile, STUBS_FOLDER } from '../rules/stub-file.ts';
import { createRoster } from '../rules/subscribe/roster.ts';
import { readStoredLists } from '../rules/subscribe/stored-lists.ts';

/** Rules, and the files they were read from. */
export interface LoadedRules {
  readonly rules: RuleSet;
  readonly files: readonly RuleFile[];
}

/** Compiles the named files, or those in force where none is named. Throws INPUT_INVALID. */
export async function loadRules(
  home: Home,
  paths: readonly string[] | undefined,
  registrableDomain: RegistrableDomain,
): Promise<LoadedRules> {
  const named = readNamed(paths ?? []);
  const domainOf = (host: string) => registrableDomain(host as Hostname);
  if (named.length > 0) {
    return { rules: await createRuleCompiler(domainOf)(named), files: named };
  }
  const { files } = await readHome(home);
  const compile = createRuleCompiler(domainOf, compileFromHome(home));
  return { rules: await compile(files), files };
}

/** The rules of a home, and which of them lie in rules/: the others are subscribed to. */
export interface HomeRules {
  readonly files: readonly RuleFile[];
  readonly own: ReadonlySet<string>;
}

/**
 * The rules of a home, as the proxy reads them: the subscribed lists, then
 * those of rules/. Throws HOME_UNUSABLE where there is no such folder.
 */
export async function readHome(home: Home): Promise<HomeRules> {
  const roster = createRoster({
    folder: join(home.data, 'lists'),
    configured: loadConfig(home.path).rules.subscriptions,
    warn: (message) => process.stderr.write(`eyelid: ${message}\n`),
  });
  const stored = await readStoredLists(roster, new Map());
  const learnt = await readLearntList(learntFile(home), null);
  const own = await readFolder(home.rules, new Map());
  // A file in rules/ keeps its name, whatever a subscription is called.
  const files = new Map(
    [...stored.files, ...(learnt === null ? [] : [learnt.file]), ...own.files].map((file) => [
      file.list,
      file,
    ]),
  );
  const names = new Set(own.files.map(({ list }) => list));
  return { files: [...files.values()], own: names };
}

/** Reads files wherever they lie. Throws INPUT_INVALID. */
export function readNamed(paths: readonly string[]): readonly RuleFile[] {
  return paths.map(read);
}

/**
 * The home's files as they would be with the named ones: a named file takes
 * the place of the one that is called the same, be it in rules/ or a
 * subscription. The named ones stand last.
 */
export function withNamed(
  home: readonly RuleFile[],
  named: readonly RuleFile[],
): readonly RuleFile[] {
  const names = new Set(named.flatMap(({ list }) => [list, list.replace(/\.txt$/i, '')]));
  return [...home.filter(({ list }) => !names.has(list)), ...named];
}

function read(path: string): RuleFile {
  const list = basename(path);
  const isStub = isStubFile(list);
  if (!isStub && !isRuleFile(list)) {
    const reason = 'rules are in .txt and .yaml files, stand-ins in .js files';
    throw new AppError('INPUT_INVALID', `reading "${path}": ${reason}`);
  }
  try {
    const bytes = readFileSync(path);
    if (isStub) return readStubFile(`${STUBS_FOLDER}/${list}`, bytes, null);
    return readRuleFile(list, bytes, null);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('INPUT_INVALID', `reading the rules in "${path}" failed: ${reason}`);
  }
}
