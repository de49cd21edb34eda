import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  makePrivateFolder,
  readPrivateFile,
  refuseLooser,
  writeAtomically,
} from '../../../src/certs/private-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

describe('makePrivateFolder', () => {
  it('makes it, parents included, for the owner alone', () => {
    const folder = path.join(temporaryFolder(), 'a', 'b');
    makePrivateFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
  });

  it('shuts a folder that was there', () => {
    const folder = temporaryFolder();
    fs.chmodSync(folder, 0o755);
    makePrivateFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
  });
});

describe('refuseLooser', () => {
  it.each([0o644, 0o640, 0o604, 0o660, 0o601])('refuses mode %i', (mode) => {
    const file = path.join(temporaryFolder(), 'ca.key');
    fs.writeFileSync(file, 'secret');
    fs.chmodSync(file, mode);
    expect(() => refuseLooser(file, fs.statSync(file), '600')).toThrowError(
      expect.objectContaining({
        code: 'CA_KEY_TOO_OPEN',
        message: expect.stringContaining(`mode 0${mode.toString(8)}`),
      }),
    );
  });

  it.each([0o600, 0o400, 0o700])('takes mode %i', (mode) => {
    const file = path.join(temporaryFolder(), 'ca.key');
    fs.writeFileSync(file, 'secret');
    fs.chmodSync(file, mode);
    expect(() => refuseLooser(file, fs.statSync(file), '600')).not.toThrow();
  });
});

describe('readPrivateFile', () => {
  it('returns null where there is none', () => {
    expect(readPrivateFile(path.join(temporaryFolder(), 'ca.key'))).toBeNull();
  });

  it('throws what the system says of a folder', () => {
    expect(() => readPrivateFile(temporaryFolder())).toThrow('EISDIR');
  });
});

describe('writeAtomically', () => {
  it('writes content and mode, and leaves nothing else', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'ca.key');
    writeAtomically(file, 'first', 0o600);
    writeAtomically(file, 'second', 0o600);
    expect(fs.readFileSync(file, 'utf8')).toBe('second');
    expect(modeOf(file)).toBe(0o600);
    expect(fs.readdirSync(folder)).toEqual(['ca.key']);
  });

  it('leaves no temporary file where it fails', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'ca.key');
    fs.mkdirSync(file); // A folder cannot be replaced by a file.
    expect(() => writeAtomically(file, 'secret', 0o600)).toThrow();
    expect(fs.readdirSync(folder)).toEqual(['ca.key']);
  });
});
