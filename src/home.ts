import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from './model/errors.ts';

/** The project's own folder: where the defaults are, and the home where no other is named. */
export const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The folders of a home. */
export interface Home {
  readonly path: string;
  readonly rules: string;
  readonly certs: string;
  readonly data: string;
}

export function homeAt(path: string): Home {
  const absolute = resolve(path);
  return {
    path: absolute,
    rules: join(absolute, 'rules'),
    certs: join(absolute, 'certs'),
    data: join(absolute, 'data'),
  };
}

/**
 * Makes what a home lacks: config/, rules/ and rules/stubs/ are copied from the defaults
 * where the folder (not a single file: a person may have deleted it) is
 * missing; certs/ and data/ are readable by their owner only. Throws
 * HOME_UNUSABLE.
 */
export function prepareHome(home: Home): void {
  try {
    for (const folder of ['config', 'rules', 'rules/stubs']) {
      const target = join(home.path, folder);
      if (!existsSync(target)) cpSync(join(PROJECT, folder), target, { recursive: true });
    }
    mkdirSync(home.data, { recursive: true, mode: 0o700 });
    // A fresh clone comes with certs/ open to all and no key in it yet. Once
    // there is a key, looser modes are refused rather than mended in silence.
    const fresh = !existsSync(join(home.certs, 'ca.key'));
    mkdirSync(home.certs, { recursive: true, mode: 0o700 });
    if (fresh) chmodSync(home.certs, 0o700);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('HOME_UNUSABLE', `preparing the home "${home.path}" failed: ${reason}`, {
      cause,
    });
  }
}
