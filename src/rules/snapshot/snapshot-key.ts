import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The rooms whose code says how filters are compiled and read again. */
const FOLDERS = ['../', '../../model/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * A hash of the code that compiles rules, and of the Node that runs it: what
 * another version of either made is not to be read. Takes a few milliseconds.
 */
export function programKey(): string {
  const { v8 = '', modules = '' } = process.versions;
  const hash = createHash('sha256').update(`${process.version} ${v8} ${modules} ${process.arch}`);
  for (const folder of FOLDERS) {
    for (const path of filesIn(folder)) hash.update(`\n${path}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
