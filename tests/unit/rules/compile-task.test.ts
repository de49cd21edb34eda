import { expect, test } from 'vitest';
import { runTask } from '../../../src/rules/compile-task.ts';
import { badfiltersOf } from '../../../src/rules/engine/compile-filters.ts';
import { compileInSlices } from '../../../src/rules/filter-compiler.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';
import { runInSlices } from '../../../src/rules/slices.ts';
import { pack, unpack } from '../../../src/rules/snapshot/pack.ts';
import { programKey } from '../../../src/rules/snapshot/snapshot-key.ts';
import { longList } from './long-list.ts';

const files = [longList('a.txt', ['||undone.example^']), longList('b.txt', [], false)];
const lists = files.map(({ text: { list, meant, trusted, bytes } }) => ({
  list,
  meant,
  trusted,
  bytes,
}));
const undone = readFilterFile('x.txt', Buffer.from('||undone.example^$badfilter'));
const badfilters = await runInSlices(badfiltersOf([undone.text]));
const options = { badfilters, personal: false };

test('a thread makes byte for byte what slices make', async () => {
  expect(options.badfilters.size).toBe(1);
  const { data, packed } = await compileInSlices(files, options);
  const task = structuredClone({ lists, ...options, program: programKey(), isAwaited: true });
  const made = runTask(task);
  expect(Buffer.from(made).equals(packed())).toBe(true);
  expect(unpack(made)).toEqual(unpack(pack(data)));
  // The second list is not trusted.
  const [trusted, other] = data.lists;
  expect([trusted?.problems.reasons.length, other?.problems.reasons.length]).toEqual([1, 3]);
});

test('code of another version is not run for whoever asks', () => {
  expect(() => runTask({ lists, ...options, program: 'another', isAwaited: true })).toThrow(
    /another version/,
  );
});
