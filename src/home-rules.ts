import { join } from 'node:path';
import { loadConfig } from './config/load.ts';
import type { Home } from './home.ts';
import { learntFile } from './learning.ts';
import { readFolder } from './rules/folder.ts';
import { readLearntList } from './rules/learnt/list.ts';
import type { RuleFile } from './rules/rule-file.ts';
import { createRoster } from './rules/subscribe/roster.ts';
import { readStoredLists } from './rules/subscribe/stored-lists.ts';

/** The rules of a home, and which of them lie in rules/: the others are subscribed to. */
export interface HomeRules {
  readonly files: readonly RuleFile[];
  readonly own: ReadonlySet<string>;
}

/**
 * The rules of a home, as the proxy reads them: the subscribed lists, then
 * those of rules/. Throws HOME_UNUSABLE where there is no such folder.
 */
export async function readHome(home: Home, warn: (message: string) => void): Promise<HomeRules> {
  const roster = createRoster({
    folder: join(home.data, 'lists'),
    configured: loadConfig(home.path).rules.subscriptions,
    warn,
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
