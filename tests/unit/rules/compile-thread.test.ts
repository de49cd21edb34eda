import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { builtWorker, CompileThread } from '../../../src/rules/compile-thread.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';
import { pack } from '../../../src/rules/snapshot/pack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { longList } from './long-list.ts';

const OPTIONS = { badfilters: new Set<string>(), personal: false };

/** A thread that runs `code` in place of the compiler, and what it warned of. */
function threadOf(code: string | null) {
  const said: string[] = [];
  let worker: URL | null = null;
  if (code !== null) {
    const path = join(temporaryFolder(), 'worker.mjs');
    const head = "import { parentPort, workerData } from 'node:worker_threads';\n";
    writeFileSync(path, head + code);
    worker = pathToFileURL(path);
  }
  const warn = (message: string): void => void said.push(message);
  const thread = new CompileThread({ worker, program: 'one', warn });
  onTestFinished(() => thread.close());
  return { thread, said };
}

/** What a real thread would send. */
const ANSWER = pack({ store: {}, indexes: {}, lists: [] });
const SENDS = `
  if (workerData.program !== 'one' || workerData.lists[0].list !== 'a.txt') throw new Error();
  const packed = Uint8Array.from(${JSON.stringify([...ANSWER])});
  parentPort.postMessage(packed, [packed.buffer]);
`;

/** A thread of the thread hoards, within bounds that this machine does not feel. */
const HOARDS = `
  import { Worker } from 'node:worker_threads';
  const hoarder = new Worker('const a = []; for (;;) a.push(new Array(1000).fill(0));', {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8 },
  });
  hoarder.on('error', (error) => { throw error; });
`;

test('long lists are compiled by the thread, and what it sent can be kept as it is', async () => {
  const { thread, said } = threadOf(SENDS);
  const { data, packed } = await thread.compile([longList('a.txt')], OPTIONS);
  expect(data).toEqual({ store: {}, indexes: {}, lists: [] });
  expect(packed()).toEqual(ANSWER);
  expect(said).toEqual([]);
});

test('the start waits for what it compiles, later requests go first', async () => {
  const tells = "throw new Error(workerData.isAwaited ? 'is awaited' : 'goes behind');";
  const { thread, said } = threadOf(tells);
  await thread.compile([longList('a.txt')], OPTIONS);
  thread.letRequestsFirst();
  await thread.compile([longList('a.txt')], OPTIONS);
  expect(said).toEqual([
    expect.stringMatching(/is awaited$/),
    expect.stringMatching(/goes behind$/),
  ]);
});

test('short lists need no thread', async () => {
  const { thread, said } = threadOf("throw new Error('asked');");
  const file = readFilterFile('a.txt', Buffer.from('||a.example^'));
  const { data } = await thread.compile([file], OPTIONS);
  expect([data.store.size, said]).toEqual([1, []]);
});

test.each([
  ['throws', "throw new Error('no luck');", /no luck/],
  ['ends without a result', '', /status 0 and no result/],
  ['ends the hard way', 'process.exit(3);', /status 3 and no result/],
  ['cannot be read', 'this is no code', /SyntaxError/],
  ['sends what is no data', 'parentPort.postMessage(new Uint8Array(3));', /RangeError/],
  ['runs out of memory', HOARDS, /ERR_WORKER_OUT_OF_MEMORY|memory/],
])('where the thread %s, lists are compiled without it', async (_what, code, why) => {
  const { thread, said } = threadOf(code);
  const { data, packed } = await thread.compile([longList('a.txt')], OPTIONS);
  expect(data.lists[0]?.rules).toBeGreaterThan(2_400);
  expect(packed().length).toBeGreaterThan(10_000);
  expect(said).toEqual([expect.stringMatching(why)]);
});

test('so it is where there is no worker at all, as in sources', async () => {
  expect(builtWorker()).toBeNull();
  const { thread, said } = threadOf(null);
  expect((await thread.compile([longList('a.txt')], OPTIONS)).data.lists[0]?.rules).toBeGreaterThan(
    2_400,
  );
  expect(said).toEqual([]);
});

test('closing ends what is running, and nothing is compiled any more', async () => {
  const { thread, said } = threadOf('setInterval(() => {}, 1000);');
  const compiling = thread.compile([longList('a.txt')], OPTIONS);
  const failed = expect(compiling).rejects.toThrow(/no result/);
  await thread.close();
  await failed;
  await expect(thread.compile([longList('a.txt')], OPTIONS)).rejects.toThrow(/being stopped/);
  expect(said).toEqual([]);
});
