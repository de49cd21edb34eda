// Makes a fresh clone runnable: installs what package-lock.json names when
// node_modules does not match it, and builds dist/ when a source is newer.
// It runs before `npm start`, `npm test` and `npm run eyelid`, does nothing
// when there is nothing to do, and needs Node and npm only.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);
const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : changed(path));
  }, changed(folder));
}

function run(what, command, args) {
  console.log(`eyelid: ${what}`);
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error(
      `eyelid: ${what} failed: ${result.error?.message ?? `exit status ${result.status}`}`,
    );
    process.exit(1);
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`eyelid: Node 20.19 or newer is needed, this is ${process.versions.node}`);
  process.exit(1);
}
// npm writes node_modules/.package-lock.json last, so its age tells whether
// the installed tree is the one the lock file describes.
if (changed(at('node_modules', '.package-lock.json')) < changed(at('package-lock.json'))) {
  // Not `npm ci`: the lock file was made where some packages of other systems
  // cannot be had, and `ci` refuses a lock file that does not name them all.
  run('installing packages', 'npm', [
    'install',
    '--no-save',
    '--include=dev',
    '--no-audit',
    '--no-fund',
  ]);
}
const built = changed(at('dist', 'main.js'));
const newer = [
  newest(at('src')),
  changed(at('tsconfig.json')),
  changed(at('tsconfig.build.json')),
  changed(at('packaging', 'bundle.mjs')),
  // What the packages say is in the bundle too.
  changed(at('node_modules', '.package-lock.json')),
];
if (built < Math.max(...newer)) {
  run('building', process.execPath, [
    at('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    at('tsconfig.build.json'),
  ]);
  run('bundling', process.execPath, [at('packaging', 'bundle.mjs')]);
}
