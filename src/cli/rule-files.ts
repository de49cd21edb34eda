import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { RegistrableDomain } from '../classify/registrable-domain.ts';
import type { Home } from '../home.ts';
import { readHome } from '../home-rules.ts';
import { AppError } from '../model/errors.ts';
import type { RuleSet } from '../model/rule.ts';
import { isStubFile } from '../model/stub-names.ts';
import type { Hostname } from '../model/terms.ts';
import { compileFromHome } from '../rule-compiling.ts';
import { createRuleCompiler } from '../rules/compiler.ts';
import { isRuleFile, type RuleFile, readRuleFile } from '../rules/rule-file.ts';
import { readStubFile, STUBS_FOLDER } from '../rules/stub-file.ts';

/** Told of what is wrong with the lists of a home. */
export const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);

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
  const { files } = await readHome(home, warn);
  const compile = createRuleCompiler(domainOf, compileFromHome(home));
  return { rules: await compile(files), files };
}

/** Reads files wherever they lie. Throws INPUT_INVALID. */
export function readNamed(paths: readonly string[]): readonly RuleFile[] {
  return paths.map(read);
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
