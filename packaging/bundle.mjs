// Puts what a start loads into a few files, dist/start/, in place of some four
// hundred modules of ours and of packages: loading them took longer than all
// the rest of the start. It runs after the compiler, on what that wrote;
// without it the program does the same, and starts slower.
//
// better-sqlite3 stays a package, since it has a binary, and so does yargs,
// which reads files of its own and is not needed for a start. What is bundled
// stays in node_modules as it came, with its licence.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
const MARK = '// Made by packaging/bundle.mjs.\n';
const chunks = join(dist, 'start');

/** A module that asks where it is hears where it was: it looks for files beside itself. */
const keepPlaces = {
  name: 'keep-places',
  transform(code, id) {
    if (!id.startsWith(dist + sep) || !code.includes('import.meta.')) return null;
    const place = JSON.stringify(`../${relative(dist, id).replaceAll(sep, '/')}`);
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
};

const entry = join(dist, 'main.js');
// A second run without the compiler in between has nothing to do.
if (readFileSync(entry, 'utf8').includes(MARK)) process.exit(0);
const { rolldown } = await import('rolldown').catch(() => ({ rolldown: null }));
if (rolldown === null) {
  // It has a binary for each system, and not for every system there is.
  console.log('eyelid: no bundler runs here, so the program will start slower');
  process.exit(0);
}
const bundle = await rolldown({
  input: { main: entry },
  platform: 'node',
  external: ['better-sqlite3', 'yargs'],
  plugins: [keepPlaces],
});
const name = '[name]-[hash].js';
const { output } = await bundle.write({
  ...{ dir: chunks, format: 'esm' },
  ...{ entryFileNames: name, chunkFileNames: name },
});
await bundle.close();
// Until here, and wherever this fails, the modules themselves are run.
const main = output.find((chunk) => chunk.isEntry).fileName;
writeFileSync(`${entry}.new`, `#!/usr/bin/env node\n${MARK}import './start/${main}';\n`);
renameSync(`${entry}.new`, entry);
const made = new Set(output.map(({ fileName }) => fileName));
for (const file of readdirSync(chunks)) {
  if (!made.has(file)) rmSync(join(chunks, file), { recursive: true });
}
