import { expect, test } from 'vitest';
import { Notifier, type NotifierOptions } from '../../../src/notify/notifier.ts';

function open(changes: Partial<NotifierOptions> = {}) {
  const sent: string[] = [];
  let now = 0;
  const notifier = new Notifier({
    targets: [
      { kind: 'ntfy', url: 'https://a.example/t', secret: null },
      { kind: 'webhook', url: 'https://b.example/', secret: null },
    ],
    events: ['newDevice', 'weekly'],
    perHour: 2,
    now: () => now,
    warn: () => undefined,
    post: async ({ url, body }) => {
      sent.push(`${new URL(url).host} ${body.startsWith('{') ? JSON.parse(body).text : body}`);
      return url.includes('b.example') ? 500 : 200;
    },
    ...changes,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { notifier, sent, settled, pass: (ms: number) => (now += ms) };
}

test('sends what is wanted to every target, and nothing else', async () => {
  const { notifier, sent, settled } = open();
  notifier.tell('newDevice', 'a new device', 'one');
  notifier.tell('newTracker', 'a new tracker', 'two');
  await settled();
  expect(sent).toEqual(['a.example one', 'b.example one']);
  expect(notifier.wants('weekly')).toBe(true);
  expect(notifier.wants('newTracker')).toBe(false);
  notifier.close();
});

test('no more than so many an hour; the next says how many were left out', async () => {
  const { notifier, sent, settled, pass } = open({
    targets: [{ kind: 'ntfy', url: 'https://a.example/t', secret: null }],
  });
  for (const text of ['1', '2', '3', '4']) notifier.tell('newDevice', 't', text);
  pass(3_600_000);
  notifier.tell('newDevice', 't', '5');
  await settled();
  await settled();
  expect(sent).toEqual([
    'a.example 1',
    'a.example 2',
    'a.example 5 (2 more before it, which were too many for an hour.)',
  ]);
  notifier.close();
});

test('a test goes to all at once, and says how it went', async () => {
  const { notifier } = open({ events: [], perHour: 1 });
  expect(await notifier.test()).toEqual([null, 'b.example answered 500']);
  expect(await notifier.test()).toEqual([null, 'b.example answered 500']);
  expect(notifier.targets.map(({ last }) => last?.error)).toEqual([null, 'b.example answered 500']);
});

test('without a target nothing is wanted', () => {
  const { notifier } = open({ targets: [] });
  expect(notifier.wants('newDevice')).toBe(false);
});
