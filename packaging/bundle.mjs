// Puts what a start loads into a few files, dist/start/, in place of some four
// hundred modules of ours and of packages: loading them took longer than all
// the rest of the start. It runs after the compiler, on what that wrote;
// without it the program does the same, and starts slower.
//
// better-sqlite3 stays a package, since it has a binary. What is bundled stays
// in node_modules as it came, with its licence.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const entry = join(dist, 'run.js');
// A second run without the compiler in between has nothing to do.
if (readFileSync(entry, 'utf8').includes(MARK)) process.exit(0);
const { rolldown } = await import('rolldown').catch(() => ({ rolldown: null }));
if (rolldown === null) {
  // It has a binary for each system, and not for every system there is.
  console.log('eyelid: no bundler runs here, so the program will start slower');
  process.exit(0);
}
rmSync(chunks, { recursive: true, force: true });
const bundle = await rolldown({
  input: { run: entry },
  platform: 'node',
  external: ['better-sqlite3'],
  plugins: [keepPlaces],
});
await bundle.write({ dir: chunks, format: 'esm', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
// Last: until here, and wherever this fails, the modules themselves are run.
writeFileSync(entry, `${MARK}export { run } from './start/run.js';\n`);
