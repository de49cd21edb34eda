import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import {
  cancelRotation,
  finishRotation,
  prepareNext,
  readNext,
} from '../../../src/certs/rotation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const now = () => Date.now();
const isRoot = process.getuid?.() === 0;

function made() {
  const folder = path.join(temporaryFolder(), 'certs');
  return { folder, old: openAuthority(folder, now) };
}

describe('a new authority', () => {
  it('waits beside the one in force, with a key for its owner alone', () => {
    const { folder, old } = made();
    expect(readNext(folder)).toBeNull();
    const { next, made: fresh } = prepareNext(folder, now);
    expect(fresh).toBe(true);
    expect(next.fingerprint).not.toBe(old.fingerprint);
    expect(fs.statSync(path.join(folder, 'next.key')).mode & 0o777).toBe(0o600);
    expect(openAuthority(folder, now).fingerprint).toBe(old.fingerprint);
    expect(readNext(folder)).toMatchObject({
      name: next.name,
      fingerprint: next.fingerprint,
      certificatePem: next.certificatePem,
      notAfter: next.notAfter,
      mobileconfig: expect.stringContaining(next.name),
    });
  });

  it('is made once', () => {
    const { folder } = made();
    const first = prepareNext(folder, now);
    const again = prepareNext(folder, now);
    expect([again.made, again.next.fingerprint]).toEqual([false, first.next.fingerprint]);
  });

  it('takes over, and nothing of the old one is left', () => {
    const { folder, old } = made();
    const { next } = prepareNext(folder, now);
    const key = fs.readFileSync(path.join(folder, 'ca.key'));
    expect(finishRotation(folder, now).fingerprint).toBe(next.fingerprint);
    expect(readNext(folder)).toBeNull();
    const all = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name)));
    expect(all).toHaveLength(2);
    expect(all.some((bytes) => bytes.equals(key))).toBe(false);
    expect(all.some((bytes) => bytes.equals(Buffer.from(old.certificatePem)))).toBe(false);
  });

  it('can be deleted again', () => {
    const { folder, old } = made();
    prepareNext(folder, now);
    cancelRotation(folder);
    expect(fs.readdirSync(folder).toSorted()).toEqual(['ca.key', 'ca.pem']);
    expect(openAuthority(folder, now).fingerprint).toBe(old.fingerprint);
  });

  it('that is broken is not switched to, not offered, and can be deleted', () => {
    const { folder, old } = made();
    prepareNext(folder, now);
    fs.writeFileSync(path.join(folder, 'next.pem'), 'x');
    expect(readNext(folder)).toBeNull();
    expect(() => finishRotation(folder, now)).toThrow('is no certificate');
    expect(openAuthority(folder, now).fingerprint).toBe(old.fingerprint);
    cancelRotation(folder);
    expect(prepareNext(folder, now).made).toBe(true);
  });

  it('whose key others may read is refused', () => {
    const { folder } = made();
    prepareNext(folder, now);
    fs.chmodSync(path.join(folder, 'next.key'), 0o644);
    expect(() => finishRotation(folder, now)).toThrow('has mode 0644');
  });
});

it.each([finishRotation, cancelRotation])('where none waits, %s says so', (end) => {
  const { folder } = made();
  expect(() => end(folder, now)).toThrow('no new one was made; `eyelid ca rotate` makes it');
});

it.skipIf(!isRoot)('another user than the owner is refused, and told who could', () => {
  const { folder } = made();
  fs.chownSync(folder, 4242, 4242);
  for (const step of [prepareNext, finishRotation, cancelRotation]) {
    expect(() => step(folder, now)).toThrow(/belongs to the user with the number 4242.*'#4242'/);
  }
  expect(fs.readdirSync(folder)).toHaveLength(2);
});
