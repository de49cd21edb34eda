import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SnapshotFile } from '../../../../src/rules/snapshot/snapshot-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const KEY = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const BYTES = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7) % 256);
const HEAD = 96;

const pathIn = (folder: string) => join(folder, 'rules.snapshot');

async function kept(bytes: Uint8Array = BYTES) {
  const folder = temporaryFolder();
  const file = new SnapshotFile(pathIn(folder));
  file.keep(KEY, () => bytes);
  await file.close();
  return { folder, path: pathIn(folder), file };
}

const plain = (bytes: Uint8Array | null) => (bytes === null ? null : Uint8Array.from(bytes));

test('what is kept is read under its key and under no other', async () => {
  const { file, path } = await kept();
  expect(plain(await file.read(KEY))).toEqual(BYTES);
  expect(plain(await new SnapshotFile(path).read(KEY))).toEqual(BYTES);
  expect(await file.read(OTHER)).toBeNull();
  expect(await new SnapshotFile(pathIn(temporaryFolder())).read(KEY)).toBeNull();
});

test('one file, for its owner only; the new one replaces the old', async () => {
  const { file, folder, path } = await kept();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.keep(OTHER, () => BYTES.subarray(0, 10));
  await file.close();
  expect(await file.read(KEY)).toBeNull();
  expect(plain(await file.read(OTHER))).toEqual(BYTES.slice(0, 10));
  expect(readdirSync(folder)).toEqual(['rules.snapshot']);
  file.forget();
  file.forget();
  await file.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('views of what is read can begin at its first byte', async () => {
  const bytes = await (await kept()).file.read(KEY);
  expect((bytes?.byteOffset ?? 1) % 8).toBe(0);
});

test('a draft that a crash left behind is written over', async () => {
  const { file, folder, path } = await kept();
  writeFileSync(`${path}.new~`, 'x'.repeat(10_000));
  file.keep(OTHER, () => BYTES);
  await file.close();
  expect(plain(await file.read(OTHER))).toEqual(BYTES);
  expect(readdirSync(folder)).toEqual(['rules.snapshot']);
});

test('whoever may look only writes and removes nothing', async () => {
  const { path } = await kept();
  const reader = new SnapshotFile(path, { readOnly: true });
  reader.keep(OTHER, () => BYTES);
  reader.forget();
  await reader.close();
  expect(plain(await reader.read(KEY))).toEqual(BYTES);
});

test('one byte that is wrong, wherever it is, makes it none', async () => {
  const { file, path } = await kept();
  const good = readFileSync(path);
  const read = async (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    return file.read(KEY);
  };
  expect(plain(await read(good))).toEqual(BYTES);
  const change = fc.integer({ min: 1, max: 255 });
  const flipped = async (at: number, by: number) => {
    const broken = Buffer.from(good);
    broken[at] = (broken[at] as number) ^ by;
    expect(await read(broken), `byte ${at}`).toBeNull();
  };
  for (let at = 0; at < HEAD; at++) await flipped(at, 1 << (at % 8));
  await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), change, flipped), { numRuns: 200 });
});

test('a file cut short, or gone on, is none', async () => {
  const { file, path } = await kept();
  const good = readFileSync(path);
  const lengths = [0, 1, 15, 16, 47, 79, 95, 96, 97, good.length - 1];
  for (const length of lengths) {
    writeFileSync(path, good.subarray(0, length));
    expect(await file.read(KEY), `${length} bytes`).toBeNull();
  }
  writeFileSync(path, Buffer.concat([good, Buffer.from([0])]));
  expect(await file.read(KEY)).toBeNull();
});

test('a length that no memory holds is not believed', async () => {
  const { file, path } = await kept();
  const broken = readFileSync(path);
  broken.writeBigUInt64BE(2n ** 60n, 80);
  writeFileSync(path, broken);
  expect(await file.read(KEY)).toBeNull();
});

test('links are not followed, neither to read nor to write', async () => {
  const { path } = await kept();
  const folder = temporaryFolder();
  const linked = pathIn(folder);
  symlinkSync(path, linked);
  const said: string[] = [];
  const file = new SnapshotFile(linked, { warn: (message) => said.push(message) });
  expect(await file.read(KEY)).toBeNull();
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'mine');
  symlinkSync(victim, `${linked}.new~`);
  file.keep(KEY, () => BYTES);
  await file.close();
  expect(readFileSync(victim, 'utf8')).toBe('mine');
  expect(said).toHaveLength(2);
});

test('what cannot be written is told, once, and nothing is thrown', async () => {
  const said: string[] = [];
  const path = join(temporaryFolder(), 'none', 'rules.snapshot');
  writeFileSync(join(path, '../..', 'none'), 'a file where the folder should be');
  const file = new SnapshotFile(path, { warn: (message) => said.push(message) });
  file.keep(KEY, () => BYTES);
  await file.close();
  expect(said).toEqual([
    expect.stringMatching(/^writing the snapshot of the rules ".*": .*ENOTDIR/),
  ]);
  file.keep(KEY, () => {
    throw new Error('not packed');
  });
  await file.close();
  expect(said[1]).toContain('not packed');
  expect(existsSync(path)).toBe(false);
});
