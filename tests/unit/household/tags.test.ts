import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  DIGEST_LENGTHS,
  hintOfDigest,
  hintOfPlain,
  hintOfTag,
  tagOfDigest,
  tagOfPlain,
  tagsOf,
} from '../../../src/household/tags.ts';

const key = new Uint8Array(32).fill(7);
const digest = (name: string, text: string) => createHash(name).update(text).digest();

test('an identifier has a tag for each digest of each form', () => {
  const { hashed, plain } = tagsOf(key, ['a@b.cd', 'A@B.CD']);
  expect(hashed).toHaveLength(6);
  expect(plain).toEqual([tagOfPlain(key, 'a@b.cd'), tagOfPlain(key, 'A@B.CD')]);
  for (const name of ['sha256', 'sha1', 'md5']) {
    expect(hashed).toContain(tagOfDigest(key, digest(name, 'a@b.cd')));
    expect(DIGEST_LENGTHS).toContain(digest(name, '').length);
  }
});

test('tags say nothing without the key', () => {
  const other = new Uint8Array(32).fill(8);
  const of = digest('sha256', 'a@b.cd');
  expect(tagOfDigest(key, of)).not.toBe(tagOfDigest(other, of));
  expect(tagOfDigest(key, of)).not.toContain(of.toString('base64url'));
});

test('a tag begins with its hint', () => {
  const of = digest('md5', 'a@b.cd');
  expect(hintOfTag(tagOfDigest(key, of))).toBe(hintOfDigest(key, of));
  expect(hintOfTag(tagOfPlain(key, 'a@b.cd'))).toBe(hintOfPlain(key, 'a@b.cd'));
  expect(hintOfTag('no tag')).toBeNaN();
});
