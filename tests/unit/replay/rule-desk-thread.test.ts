import { expect, onTestFinished, test, vi } from 'vitest';
import type { DeskTask } from '../../../src/replay/rule-desk.ts';
import { RuleDeskThread } from '../../../src/replay/rule-desk-thread.ts';

const WORKER = new URL('../../support/desk-worker.mjs', import.meta.url);
const task = (text: string): DeskTask => ({ kind: 'lint', name: 'a.txt', text, since: 0 });

function open(options: Partial<ConstructorParameters<typeof RuleDeskThread>[0]> = {}) {
  const thread = new RuleDeskThread({
    ...{ worker: WORKER, home: 'home', newestWins: false, limit: 1e6, idle: 1e6 },
    fallback: () => Promise.reject(new Error('there is a thread')),
    ...options,
  });
  onTestFinished(() => thread.close());
  const ask = async (text: string): Promise<string> => {
    try {
      const answer = await thread.ask(task(text));
      return answer.kind === 'refused' ? answer.message : answer.kind;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return { thread, ask };
}

test('questions are answered in their order, by one thread', async () => {
  const { ask } = open();
  expect(await Promise.all(['a', 'b', 'c'].map(ask))).toEqual(['home a', 'home b', 'home c']);
});

test('a fault is told to who asked, and the next is answered', async () => {
  const { ask } = open();
  expect(await Promise.all(['fail', 'a', 'end', 'b'].map(ask))).toEqual([
    'the desk fell over',
    'home a',
    'the thread ended with status 3 and no answer',
    'home b',
  ]);
});

test('where the newest wins, it ends the one before', async () => {
  const { ask } = open({ newestWins: true });
  const before = ask('never');
  expect(await ask('a')).toBe('home a');
  expect(await before).toBe('looking at the rules: it was asked again meanwhile');
});

test('what takes too long is ended, and what waited behind it has its turn', async () => {
  const { ask } = open({ limit: 20 });
  const tooLong = 'looking at the rules: it took too long';
  expect(await Promise.all(['never', 'never', 'never'].map(ask))).toEqual([
    ...[tooLong, tooLong, tooLong],
  ]);
});

test('so many may wait', async () => {
  const { thread, ask } = open();
  const all = Array.from({ length: 10 }, () => ask('never'));
  expect(await all.at(-1)).toBe('looking at the rules: too many questions wait');
  thread.close();
  const rest = await Promise.all(all.slice(0, 9));
  expect(new Set(rest)).toEqual(new Set(['looking at the rules: the program is being stopped']));
  expect(await ask('a')).toBe('looking at the rules: the program is being stopped');
});

test('a thread with nothing to do ends, and another answers later', async () => {
  const { ask } = open({ idle: 0 });
  const first = await ask('who');
  await vi.waitFor(async () => expect(await ask('who')).not.toBe(first), { timeout: 30_000 });
});

test('without a thread it is answered here', async () => {
  const { ask } = open({
    worker: null,
    fallback: async () => async (asked) => ({ kind: 'refused', message: `here ${asked.text}` }),
  });
  expect(await ask('a')).toBe('here a');
});
