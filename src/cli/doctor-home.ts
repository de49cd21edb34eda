import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Known } from '../doctor/finding.ts';
import type { DataFacts, KeyFacts, RuleFacts } from '../doctor/home.ts';
import type { Home } from '../home.ts';
import { AppError } from '../model/errors.ts';
import { loadRules } from './rule-files.ts';

/** The settings, or what is wrong with them; then the defaults stand for them. */
export function readConfig(home: Home): {
  readonly config: Config | null;
  readonly error: string | null;
} {
  try {
    return { config: loadConfig(home.path), error: null };
  } catch (error) {
    if (error instanceof AppError) return { config: null, error: error.message };
    throw error;
  }
}

export function readKey({ certs }: Home): Known<KeyFacts> {
  try {
    return {
      value: {
        folder: modeOf(certs),
        key: modeOf(join(certs, 'ca.key')),
        next: modeOf(join(certs, 'next.key')),
      },
    };
  } catch {
    return {
      unknown: 'certs/ is closed to this user: run doctor as the user that Eyelid runs as.',
    };
  }
}

/** Null for what is not there. Throws where it cannot be looked at. */
function modeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? null;
}

export async function readRules(home: Home): Promise<Known<RuleFacts>> {
  try {
    const { rules } = await loadRules(home, undefined, createRegistrableDomain());
    const problems = rules.lists.flatMap((list) => list.problems);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    return { value: { rules: rules.size, errors } };
  } catch (error) {
    if (error instanceof AppError) return { unknown: `The rules were not read: ${error.message}.` };
    throw error;
  }
}

export function readData({ data }: Home, config: Config | null): Known<DataFacts> {
  if (!existsSync(data))
    return { unknown: 'There is no folder data/ yet; the first start makes it.' };
  try {
    const { bavail, bsize } = statfsSync(data);
    const log = statSync(join(data, 'events.db'), { throwIfNoEntry: false });
    const limit = (config?.log.megabytes ?? 0) * 1_000_000;
    const wantedBytes = Math.max(0, limit - (log?.size ?? 0));
    return { value: { writable: isWritable(data), freeBytes: bavail * bsize, wantedBytes } };
  } catch (error) {
    return { unknown: `data/ could not be looked at: ${(error as Error).message}.` };
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
