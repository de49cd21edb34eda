import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLogReader } from '../../../src/record/log-reader.ts';
import { ReadThread } from '../../../src/record/read-thread.ts';
import { compiled } from './compiled.ts';
import { event, HOUR, logOf, type OpenLog, openLog } from './samples.ts';

let worker = new URL('file:///');
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'eyelid-record-'));
  compiled(home);
  worker = pathToFileURL(join(home, 'dist/record/read-worker.js'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

function readerOf(log: OpenLog, by: URL | null = worker) {
  const reader = openLogReader(log.db, (message) => log.warnings.push(message), by);
  onTestFinished(() => reader.close());
  return reader;
}

/** A thread of other code. */
function threadOf(code: string, options: { idle?: number; patience?: number } = {}) {
  const path = join(home, 'dist', `thread-${Math.random()}.js`);
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}`);
  const warnings: string[] = [];
  const thread = new ReadThread({
    worker: pathToFileURL(path),
    path: ':memory:',
    warn: (message) => warnings.push(message),
    damaged: () => {},
    ...options,
  });
  onTestFinished(() => thread.close());
  return { thread, warnings };
}

test('every question gets the same answer in a thread as here', async () => {
  const report = { what: 'Purchase', asked: ['hashed e-mail'], marks: [] };
  const log = logOf([event({ report }), event({ page: 'news.example', type: 'script' })]);
  const range = { since: HOUR };
  const answers = await Promise.all(
    [readerOf(log), readerOf(log, null)].map((reader) =>
      Promise.all([
        reader.rows({ limit: 10 }),
        reader.rows({ type: 'script', text: 'news', limit: 10 }),
        reader.row(1),
        reader.overview(range),
        reader.names('tracker'),
        reader.links(range),
        reader.trackers(range),
        reader.sites(range),
        reader.tracker('Meta Pixel', range),
        reader.site('shop.example', range),
        reader.device('mac:02:00:00:00:00:01', range),
        reader.weeks(HOUR),
        reader.ruleHits(range),
      ]),
    ),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.[0]).toHaveLength(2);
  expect(log.warnings).toEqual([]);
});

test('a log in memory is read here', async () => {
  const log = openLog(':memory:');
  expect(await readerOf(log).rows({ limit: 1 })).toEqual([]);
});

test('a file that is damaged is told to whoever asks, and set aside at the next start', async () => {
  const log = logOf(Array.from({ length: 3000 }, (_, i) => event({ path: `/${i}` })));
  log.db.pragma('wal_checkpoint(TRUNCATE)');
  log.db.close();
  const bytes = Buffer.alloc(200_000, 0x5a);
  writeFileSync(log.path, bytes, { flag: 'r+' });
  const damaged: string[] = [];
  const thread = new ReadThread({
    ...{ worker, path: log.path, damaged: () => damaged.push('yes') },
    warn: (message) => log.warnings.push(message),
  });
  onTestFinished(() => thread.close());
  const question = () => thread.ask('rows', [{ limit: 1000 }]);
  await expect(question()).rejects.toMatchObject({ code: 'LOG_UNUSABLE' });
  await expect(question()).rejects.toMatchObject({ code: 'LOG_UNUSABLE' });
  // Once for a spell, whatever is asked.
  expect(log.warnings).toHaveLength(1);
});

test('a thread that dies is begun once more and asked again', async () => {
  const { thread, warnings } = threadOf(`
    import { existsSync, writeFileSync } from 'node:fs';
    const mark = new URL(import.meta.url + '.died');
    parentPort.on('message', ({ number }) => {
      if (existsSync(mark)) return parentPort.postMessage({ number, answer: 'second' });
      writeFileSync(mark, '');
      process.exit(3);
    });`);
  expect(await Promise.all([thread.ask('row', [1]), thread.ask('row', [2])])).toEqual([
    'second',
    'second',
  ]);
  expect(warnings).toEqual([]);
});

test('one that dies of each question says so, once in the log, and goes on', async () => {
  const { thread, warnings } = threadOf(
    "parentPort.on('message', () => { throw new Error('no'); });",
  );
  await expect(thread.ask('row', [1])).rejects.toThrow('reading the log: Error: no');
  await expect(thread.ask('row', [1])).rejects.toThrow('reading the log: Error: no');
  expect(warnings).toHaveLength(1);
});

test('a question without an answer is given up, those behind it are not', async () => {
  const { thread } = threadOf(
    `parentPort.on('message', ({ number, parameters }) => {
       if (parameters[0] === 'hang') for (;;);
       parentPort.postMessage({ number, answer: parameters[0] });
     });`,
    { patience: 5000 },
  );
  const hanging = thread.ask('row', ['hang']);
  const next = thread.ask('row', ['next']);
  await expect(hanging).rejects.toThrow('no answer to "row" came in time');
  expect(await next).toBe('next');
});

test('too many questions are refused at once, and all that wait when it is closed', async () => {
  const { thread } = threadOf("parentPort.on('message', () => {});");
  const waiting = Array.from({ length: 200 }, () => thread.ask('row', [1]));
  const ended = Promise.allSettled(waiting);
  await expect(thread.ask('row', [1])).rejects.toThrow('too many questions wait');
  await thread.close();
  expect((await ended).every(({ status }) => status === 'rejected')).toBe(true);
  await expect(thread.ask('row', [1])).rejects.toThrow('it is being stopped');
});

test('of answers that come together each is given in a turn of its own', async () => {
  const { thread } = threadOf(`
    const asked = [];
    parentPort.on('message', ({ number }) => {
      asked.push(number);
      if (asked.length < 20) return;
      for (const one of asked) parentPort.postMessage({ number: one, answer: one });
    });`);
  const seen: string[] = [];
  let isOver = false;
  const others = (): void => {
    seen.push('others');
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const questions = Array.from({ length: 20 }, () => thread.ask('row', [1]));
  await Promise.all(questions.map((one) => one.then(() => seen.push('answer'))));
  isOver = true;
  const together = seen.filter((name, at) => name === 'answer' && seen[at - 1] === name);
  expect(together).toEqual([]);
});
