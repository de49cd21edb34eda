import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { completeSwitch, filesOf, switchFiles } from '../../../src/certs/switch.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const now = () => Date.now();

function both() {
  const folder = path.join(temporaryFolder(), 'certs');
  return {
    folder,
    old: openAuthority(folder, now),
    next: openAuthority(folder, now, 'next'),
    files: () => fs.readdirSync(folder).toSorted(),
  };
}

it('an authority has two files of its name', () => {
  expect(filesOf('/c', 'next')).toEqual({ certificate: '/c/next.pem', key: '/c/next.key' });
});

it('the next one takes the place of the one in force', () => {
  const { folder, old, next, files } = both();
  switchFiles(folder);
  expect(files()).toEqual(['ca.key', 'ca.pem']);
  expect(openAuthority(folder, now).fingerprint).toBe(next.fingerprint);
  expect(next.fingerprint).not.toBe(old.fingerprint);
  expect(fs.statSync(path.join(folder, 'ca.key')).mode & 0o777).toBe(0o600);
});

it('a switch that a crash cut in two is completed when the authority is opened', () => {
  const { folder, next, files } = both();
  fs.renameSync(filesOf(folder, 'next').key, filesOf(folder, 'ca').key);
  expect(openAuthority(folder, now).fingerprint).toBe(next.fingerprint);
  expect(files()).toEqual(['ca.key', 'ca.pem']);
});

it('nothing else is taken for such a switch', () => {
  const { folder, old, next, files } = both();
  completeSwitch(folder);
  expect(files()).toEqual(['ca.key', 'ca.pem', 'next.key', 'next.pem']);
  // The certificate alone, of another key than the one in force.
  fs.rmSync(filesOf(folder, 'next').key);
  completeSwitch(folder);
  expect(openAuthority(folder, now).fingerprint).toBe(old.fingerprint);
  const left = new X509Certificate(fs.readFileSync(filesOf(folder, 'next').certificate));
  expect(left.fingerprint256).toBe(next.fingerprint);
});
