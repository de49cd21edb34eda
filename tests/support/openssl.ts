import { spawnSync } from 'node:child_process';
import { it } from 'vitest';

export const OPENSSL = 'openssl';

const there = spawnSync(OPENSSL, ['version']).status === 0;
if (!there) console.warn('skipped: there is no openssl to verify certificates with');

/** `it`, but skipped, saying so, on a machine without openssl. */
export const opensslIt = it.skipIf(!there);
