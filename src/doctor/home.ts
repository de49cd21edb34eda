import { type Finding, type Known, tell } from './finding.ts';

/** Permission bits; null for what is not there. */
export interface KeyFacts {
  readonly folder: number | null;
  readonly key: number | null;
  /** The key of the authority that is to follow. */
  readonly next: number | null;
}

/** The authority's key is for its owner alone. */
export function checkKey(facts: Known<KeyFacts>): Finding {
  const say = tell('authority');
  if ('unknown' in facts) return say.unknown(facts.unknown);
  const { folder, key, next } = facts.value;
  if (key === null) return say.ok('There is no authority yet; the first start makes one.');
  const loose = [folder ?? 0, key, next ?? 0].some((mode) => (mode & 0o077) !== 0);
  if (!loose) return say.ok("The authority's key can be read by its owner only.");
  const also = next === null ? '' : `, next key ${octal(next)}`;
  return say.failed(
    `Others may read the authority's key (folder ${octal(folder ?? 0)}, key ${octal(key)}${also}), and Eyelid does not start.`,
    'Run `chmod 700 certs && chmod 600 certs/*.key` in the home folder; if strangers use this machine, make a new authority (`eyelid ca rotate`).',
  );
}

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0');

/** `error` is what loading the settings said; null where they are good. */
export function checkConfig(error: string | null): Finding {
  const say = tell('config');
  if (error === null) return say.ok('The settings can be read.');
  return say.failed(`The settings are not good: ${error}.`, 'Correct that line of the file.');
}

export interface RuleFacts {
  readonly rules: number;
  /** Lines that are not in force because something is wrong with them. */
  readonly errors: number;
}

export function checkRules(facts: Known<RuleFacts>): Finding {
  const say = tell('rules');
  if ('unknown' in facts) return say.unknown(facts.unknown);
  const { rules, errors } = facts.value;
  if (rules === 0) {
    return say.warning(
      'There is not one rule.',
      'Put a list into rules/, or add one: `eyelid lists add easyprivacy`.',
    );
  }
  if (errors === 0) return say.ok(`${rules} rules can be read.`);
  return say.warning(
    `${errors} lines of the rule files are not in force; ${rules} rules are.`,
    'See which: `eyelid check`.',
  );
}

export interface DataFacts {
  readonly writable: boolean;
  readonly freeBytes: number;
  /** What the log may grow to. */
  readonly wantedBytes: number;
}

/** Below this the log may stop at any moment. */
const TOO_LITTLE = 100_000_000;

export function checkData(facts: Known<DataFacts>): Finding {
  const say = tell('disk');
  if ('unknown' in facts) return say.unknown(facts.unknown);
  const { writable, freeBytes, wantedBytes } = facts.value;
  if (!writable) {
    return say.failed(
      'The folder data/ cannot be written: nothing is logged, and nothing outlives a restart.',
      'Give the folder to the user that Eyelid runs as.',
    );
  }
  const free = `${Math.floor(freeBytes / 1_000_000)} MB are free`;
  if (freeBytes < TOO_LITTLE) {
    return say.failed(
      `Only ${free} for the log.`,
      'Make room on the disk, or lower log.megabytes.',
    );
  }
  if (freeBytes < wantedBytes) {
    return say.warning(
      `${free}, less than the log may grow to.`,
      'Make room on the disk, or lower log.megabytes.',
    );
  }
  return say.ok(`data/ can be written; ${free}.`);
}
