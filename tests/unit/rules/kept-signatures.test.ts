import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKeptSignatures } from '../../../src/rules/kept-signatures.ts';
import { parseSignatures } from '../../../src/rules/signature/parse.ts';
import { pack, unpack } from '../../../src/rules/snapshot/pack.ts';
import { SnapshotFile } from '../../../src/rules/snapshot/snapshot-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ONE = 'a1'.repeat(32);
const TWO = 'b2'.repeat(32);
const TEXT = `
tracker: Test Tracker
signatures:
  - id: a-form
    title: A report
    when: { method: POST, host: .shop.test, body: { to: ~^tracker, n: [1, '2*'] } }
    action: block
  - id: wrong
    when: { colour: red }
    action: block
`;

/** A process that reads some files and ends; `kept` is what it wrote for the next. */
async function start(path: string, files: Readonly<Record<string, string>>, program = ONE) {
  const snapshot = new SnapshotFile(path);
  let kept = 0;
  const signatures = await openKeptSignatures({
    snapshot: {
      read: (key) => snapshot.read(key),
      keep: (key, bytes) => {
        kept++;
        snapshot.keep(key, bytes);
      },
    },
    program,
  });
  const parsed = Object.entries(files).map(([list, text]) => signatures.parse(text, list));
  signatures.keep();
  signatures.keep();
  await snapshot.close();
  return { parsed, kept };
}

test('what the last process parsed is not parsed again, and says the same', async () => {
  const path = join(temporaryFolder(), 'signatures.snapshot');
  const first = await start(path, { 'a.yaml': TEXT, 'b.yaml': 'signatures: [' });
  expect(first.parsed).toEqual([
    parseSignatures(TEXT, 'a.yaml'),
    parseSignatures('signatures: [', 'b.yaml'),
  ]);
  expect(
    first.parsed.map(({ signatures, problems }) => [signatures.length, problems.length]),
  ).toEqual([
    [1, 1],
    [0, 1],
  ]);
  const second = await start(path, { 'a.yaml': TEXT, 'b.yaml': 'signatures: [' });
  expect(second).toEqual({ parsed: first.parsed, kept: 0 });
  expect([first.kept, second.kept]).toEqual([1, 0]);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['text', { 'a.yaml': TEXT.replace('A report', 'Another') }, ONE],
  ['name', { 'c.yaml': TEXT }, ONE],
  ['program', { 'a.yaml': TEXT }, TWO],
])('a file of another %s is parsed', async (_what, files, program) => {
  const path = join(temporaryFolder(), 'signatures.snapshot');
  await start(path, { 'a.yaml': TEXT });
  const { parsed, kept } = await start(path, files, program);
  const [[list, text] = ['', '']] = Object.entries(files);
  expect([parsed, kept]).toEqual([[parseSignatures(text, list)], 1]);
});

test.each([
  ['none', null],
  ['no packed bytes', new Uint8Array([0, 0, 0, 8, 0, 0, 0, 1, 9])],
])('a snapshot with %s changes nothing', async (_what, bytes) => {
  const kept: Uint8Array[] = [];
  const snapshot = {
    read: async () => bytes,
    keep: (_key: string, made: () => Uint8Array) => kept.push(made()),
  };
  const signatures = await openKeptSignatures({ snapshot, program: ONE });
  expect(signatures.parse(TEXT, 'a.yaml')).toEqual(parseSignatures(TEXT, 'a.yaml'));
  signatures.keep();
  expect(kept.map((made) => (unpack(made) as Map<string, unknown>).size)).toEqual([1]);
});

test('regular expressions are read as they were written', () => {
  const { signatures } = parseSignatures(TEXT, 'a.yaml');
  const read = unpack(pack(signatures)) as typeof signatures;
  expect(read).toEqual(signatures);
  expect(JSON.stringify(read)).toBe(JSON.stringify(signatures));
});
