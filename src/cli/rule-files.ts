import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RegistrableDomain } from '../classify/registrable-domain.ts';
import { AppError } from '../model/errors.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import { createRuleCompiler } from '../rules/compiler.ts';
import { isRuleFile, type RuleFile, readRuleFile } from '../rules/rule-file.ts';

/** Compiles the named files, or those of the rules folder where none is named. Throws INPUT_INVALID. */
export function loadRules(
  folder: string,
  files: readonly string[] | undefined,
  registrableDomain: RegistrableDomain,
): Promise<RuleSet> {
  const named = files !== undefined && files.length > 0;
  const paths = named ? files : ruleFilesOf(folder);
  const compile = createRuleCompiler((host) => registrableDomain(host as Hostname));
  return compile(paths.map(read));
}

function ruleFilesOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(isRuleFile)
    .sort()
    .map((name) => join(folder, name));
}

function read(path: string): RuleFile {
  const list = basename(path);
  if (!isRuleFile(list)) {
    throw new AppError('INPUT_INVALID', `reading "${path}": rules are in .txt and .yaml files`);
  }
  try {
    return readRuleFile(list, readFileSync(path), null);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('INPUT_INVALID', `reading the rules in "${path}" failed: ${reason}`);
  }
}
