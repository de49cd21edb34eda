import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './home.ts';

/** The version in package.json. */
export const VERSION: string = JSON.parse(
  readFileSync(join(PROJECT, 'package.json'), 'utf8'),
).version;
