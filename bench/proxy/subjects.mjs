import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './processes.mjs';

const LISTS = join(REPOSITORY, '../shared/lists/easylist');

/** Whether the filter lists that the bench wants are here. */
export function hasLists() {
  return existsSync(LISTS);
}

/**
 * A home for Eyelid; with lists: EasyList, EasyPrivacy and the shipped rules.
 * `scope` is `log.scope`, `files` are more files of rules by name, and `program`
 * is the built program, that of this folder unless it is said.
 */
export function prepareEyelid(
  folder,
  name,
  { domain, origin, certificate, lists, scope, files = {}, program = 'dist/main.js' },
) {
  const home = join(folder, name);
  mkdirSync(join(home, 'config'), { recursive: true });
  mkdirSync(join(home, 'rules'));
  const config = {
    listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' },
    upstream: {
      hosts: { [`.${domain}`]: '127.0.0.1' },
      extraCa: [certificate],
      allowPrivate: ['127.0.0.0/8'],
    },
    tls: { connectPorts: [443, origin] },
    devices: [{ match: '127.0.0.1', level: 'full' }],
    log: { scope, level: 'warn' },
  };
  writeFileSync(join(home, 'config/eyelid.yaml'), JSON.stringify(config));
  writeFileSync(join(home, 'rules/my-rules.txt'), '! none\n');
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, 'rules', file), text);
  if (lists) {
    for (const file of readdirSync(join(REPOSITORY, 'rules'))) {
      if (/\.(txt|yaml)$/.test(file))
        cpSync(join(REPOSITORY, 'rules', file), join(home, 'rules', file));
    }
    for (const file of readdirSync(LISTS)) cpSync(join(LISTS, file), join(home, 'rules', file));
  }
  return {
    command: [process.execPath, program, 'start', '--home', home],
    ca: join(home, 'certs/ca.pem'),
  };
}
