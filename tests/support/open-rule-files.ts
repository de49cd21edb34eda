import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Home, homeAt } from '../../src/home.ts';
import type { Hostname } from '../../src/model/terms.ts';
import { createDesk } from '../../src/replay/rule-desk.ts';
import { RuleDeskThread } from '../../src/replay/rule-desk-thread.ts';
import { ruleFilesPort } from '../../src/rule-files-port.ts';
import { createTurns } from '../../src/rules/edit/turns.ts';
import { RuleLoader } from '../../src/rules/loader.ts';
import type { RuleFilesPort } from '../../src/status/rule-files.ts';
import { domainOf } from './rule-set.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface OpenRuleFiles {
  readonly home: Home;
  readonly loader: RuleLoader;
  readonly port: RuleFilesPort;
  /** Writes a file of `rules/`, as an editor outside does. */
  write(name: string, text: string): void;
}

/**
 * Rule files as the page has them, in a real folder that is removed after the
 * test; `list` is the text of a downloaded list, `easy`.
 */
export async function openRuleFiles(
  files: Readonly<Record<string, string>>,
  now: number,
  list = '',
): Promise<OpenRuleFiles> {
  const home = homeAt(temporaryFolder());
  for (const folder of ['rules/stubs', 'data/lists', 'config']) {
    mkdirSync(join(home.path, folder), { recursive: true });
  }
  writeFileSync(join(home.path, 'config/eyelid.yaml'), '{}\n');
  const write = (name: string, text: string) => writeFileSync(join(home.rules, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const lists = join(home.data, 'lists');
  writeFileSync(join(lists, 'easy.txt'), list);
  const loader = await RuleLoader.open(home.rules, {
    domainOf: (host) => domainOf(host as Hostname),
    lists: { folder: lists, entries: async () => [{ name: 'easy', trusted: false }] },
  });
  onTestFinished(() => loader.close());
  const desk = () =>
    new RuleDeskThread({
      ...{ worker: null, home: home.path, newestWins: false, limit: 1e6, idle: 1e6 },
      fallback: async () => createDesk(home.path),
    });
  const port = ruleFilesPort({
    ...{ home, loader, lint: desk(), preview: desk(), groups: [] },
    ...{ inTurn: createTurns(), now: () => now },
    domainOf: (host) => domainOf(host as Hostname),
  });
  return { home, loader, port, write };
}
