import type { Config } from './config/schema.ts';
import type { Home } from './home.ts';
import { builtDesk, RuleDeskThread } from './replay/rule-desk-thread.ts';
import { ruleFilesPort } from './rule-files-port.ts';
import { createTurns, type InTurn } from './rules/edit/turns.ts';
import type { RuleLoader } from './rules/loader.ts';
import type { RuleFilesPort } from './status/rule-files.ts';

/** On a small machine under load a check beside all lists takes its time, as does a week of exchanges. Milliseconds. */
const LINT_LIMIT = 60_000;
const PREVIEW_LIMIT = 60_000;
/** A thread has its memory; who types asks again soon. */
const IDLE = 30_000;

export interface RuleDesks {
  readonly files: RuleFilesPort;
  /** Writes to rule files, one after the other. */
  readonly inTurn: InTurn;
  close(): void;
}

/** What the page may ask and change of rule files as texts, and the threads that answer some of it. */
export function openRuleDesks(
  home: Home,
  config: Config,
  loader: RuleLoader,
  domainOf: (host: string) => string,
  now: () => number,
): RuleDesks {
  const options = {
    worker: builtDesk(),
    home: home.path,
    // Loaded where there is no thread only: the start does not need it.
    fallback: async () => (await import('./replay/rule-desk.ts')).createDesk(home.path),
    idle: IDLE,
  };
  const lint = new RuleDeskThread({ ...options, newestWins: false, limit: LINT_LIMIT });
  const preview = new RuleDeskThread({ ...options, newestWins: true, limit: PREVIEW_LIMIT });
  const groups = Object.keys(config.groups).map((name) => name.toLowerCase());
  const inTurn = createTurns();
  return {
    files: ruleFilesPort({ home, loader, lint, preview, domainOf, groups, inTurn, now }),
    inTurn,
    close: () => {
      lint.close();
      preview.close();
    },
  };
}
