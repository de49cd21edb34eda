import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeAt, PROJECT, prepareHome } from '../../src/home.ts';
import { AppError } from '../../src/model/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a home that is not there', () => {
  test('is made from the defaults, its secrets for the owner only', () => {
    const home = homeAt(join(folder, 'new'));
    prepareHome(home);
    expect(existsSync(join(home.path, 'config/eyelid.yaml'))).toBe(true);
    expect(readdirSync(home.rules).sort()).toEqual(readdirSync(join(PROJECT, 'rules')).sort());
    const stubs = (folder: string) => readdirSync(join(folder, 'stubs')).sort();
    expect(stubs(home.rules)).toEqual(stubs(join(PROJECT, 'rules')));
    expect([modeOf(home.certs), modeOf(home.data)]).toEqual(['700', '700']);
  });
});

describe('a home that is there', () => {
  test('is left as it is: a rule file that was deleted does not come back', () => {
    const home = homeAt(folder);
    prepareHome(home);
    rmSync(join(home.rules, 'meta.txt'));
    rmSync(join(home.rules, 'stubs/fbevents.js'));
    writeFileSync(join(home.rules, 'stubs/fb-sdk.js'), '// mine');
    writeFileSync(join(home.path, 'config/eyelid.yaml'), '# mine\n');
    prepareHome(home);
    expect(existsSync(join(home.rules, 'meta.txt'))).toBe(false);
    expect(existsSync(join(home.rules, 'stubs/fbevents.js'))).toBe(false);
    expect(statSync(join(home.rules, 'stubs/fb-sdk.js')).size).toBe('// mine'.length);
    expect(statSync(join(home.path, 'config/eyelid.yaml')).size).toBe('# mine\n'.length);
  });

  test('is given the stand-ins where it is older than they are, and no other rules', () => {
    const home = homeAt(folder);
    mkdirSync(home.rules);
    writeFileSync(join(home.rules, 'mine.txt'), '! mine\n');
    prepareHome(home);
    expect(readdirSync(home.rules).sort()).toEqual(['mine.txt', 'stubs']);
    expect(existsSync(join(home.rules, 'stubs/fbevents.js'))).toBe(true);
  });

  test('has its certificate folder closed while there is no key in it, as after a clone', () => {
    mkdirSync(join(folder, 'certs'), { mode: 0o755 });
    chmodSync(join(folder, 'certs'), 0o755);
    prepareHome(homeAt(folder));
    expect(modeOf(join(folder, 'certs'))).toBe('700');
  });

  test('keeps a looser mode once there is a key, for the authority to refuse', () => {
    mkdirSync(join(folder, 'certs'));
    writeFileSync(join(folder, 'certs/ca.key'), '');
    chmodSync(join(folder, 'certs'), 0o755);
    prepareHome(homeAt(folder));
    expect(modeOf(join(folder, 'certs'))).toBe('755');
  });
});

test('a home below a file is refused with its path', () => {
  writeFileSync(join(folder, 'file'), '');
  const home = homeAt(join(folder, 'file/home'));
  expect(() => prepareHome(home)).toThrow(AppError);
  expect(() => prepareHome(home)).toThrow(`preparing the home "${home.path}" failed`);
});
