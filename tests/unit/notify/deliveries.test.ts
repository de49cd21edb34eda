import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Notification } from '../../../src/model/notification.ts';
import { Deliveries } from '../../../src/notify/deliveries.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const TARGET = { kind: 'ntfy', url: 'https://ntfy.example/secret-topic', secret: null } as const;

function open(answers: readonly (number | Error)[]) {
  const bodies: string[] = [];
  const warnings: string[] = [];
  const deliveries = new Deliveries({
    target: TARGET,
    now: Date.now,
    warn: (text) => void warnings.push(text),
    post: async ({ body }) => {
      const answer = answers[bodies.length] ?? 200;
      bodies.push(body);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const send = (text: string) =>
    deliveries.send({ event: 'newDevice', at: 0, title: 't', text } satisfies Notification);
  return { deliveries, bodies, warnings, send };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('sends one after the other, in their order', async () => {
  const { deliveries, bodies, send } = open([]);
  for (const text of ['a', 'b', 'c']) send(text);
  expect(bodies).toEqual(['a']);
  await settle();
  expect(bodies).toEqual(['a', 'b', 'c']);
  expect(deliveries.status).toEqual({
    ...{ kind: 'ntfy', host: 'ntfy.example', waiting: 0, delivered: 3, lost: 0 },
    last: { at: Date.now(), error: null },
  });
});

test('tries again what was not taken, ever later, and those behind it wait', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const { deliveries, bodies, warnings, send } = open([refused, 503, 429]);
  send('a');
  send('b');
  await settle();
  expect(bodies).toEqual(['a']);
  expect(deliveries.status.last?.error).toBe('ntfy.example cannot be reached: ECONNREFUSED');
  await vi.advanceTimersByTimeAsync(10_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bodies).toEqual(['a', 'a', 'a']);
  expect(deliveries.status).toMatchObject({ waiting: 2, lost: 0 });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(bodies).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(deliveries.status).toMatchObject({ waiting: 0, delivered: 2, lost: 0 });
  expect(warnings).toEqual([
    'sending a notification: ntfy.example cannot be reached: ECONNREFUSED; the settings page tells more',
  ]);
});

test.each([
  ['what the other end does not want', [404], 0],
  ['what nobody ever takes', [500, 500, 500, 500, 500], 10_000 + 60_000 + 600_000 + 3_600_000],
])('gives up %s', async (_, answers, time) => {
  const { deliveries, bodies, send } = open(answers);
  send('a');
  send('b');
  await settle();
  await vi.advanceTimersByTimeAsync(time);
  expect(bodies.filter((body) => body === 'a').length).toBe(answers.length);
  expect(bodies.at(-1)).toBe('b');
  expect(deliveries.status).toMatchObject({ waiting: 0, delivered: 1, lost: 1 });
});

test('a redirect is not followed, but tried again', async () => {
  const { deliveries, send } = open([301]);
  send('a');
  await settle();
  expect(deliveries.status).toMatchObject({
    ...{ waiting: 1, last: { error: 'ntfy.example answered 301' } },
  });
});

test('keeps no more than it should, the oldest go first', async () => {
  const { deliveries, send, bodies } = open([500]);
  for (let i = 0; i < 80; i++) send(String(i));
  await settle();
  expect(deliveries.status).toMatchObject({ waiting: 50, lost: 30 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(bodies.length).toBe(51);
  expect(bodies.at(-1)).toBe('79');
});

test('no address is told in what people read, only the host', async () => {
  const cause = new Error('getaddrinfo failed for https://ntfy.example/secret-topic');
  const { deliveries, warnings, send } = open([cause]);
  send('a');
  await settle();
  expect(JSON.stringify([deliveries.status, warnings])).not.toContain('secret-topic');
});

test('once closed it sends nothing', async () => {
  const { deliveries, bodies, send } = open([500]);
  send('a');
  await settle();
  deliveries.close();
  send('b');
  await vi.advanceTimersByTimeAsync(4_000_000);
  expect(bodies).toEqual(['a']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a single attempt says what went wrong, and leaves those that wait alone', async () => {
  const { deliveries } = open([500]);
  const notification: Notification = { event: 'test', at: 0, title: 't', text: 'x' };
  expect(await deliveries.attempt(notification)).toBe('ntfy.example answered 500');
  expect(await deliveries.attempt(notification)).toBeNull();
  expect(deliveries.status).toMatchObject({ waiting: 0, delivered: 0, lost: 0 });
});
