import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Notification } from '../../../src/model/notification.ts';
import { messageFor } from '../../../src/notify/message.ts';

const notification: Notification = {
  event: 'newTracker',
  ...{ at: Date.UTC(2026, 2, 3, 14, 30), title: 'a new tracker' },
  text: 'Criteo tried – for the first time.',
};

test('a webhook gets an object, signed where there is a secret', () => {
  const target = {
    kind: 'webhook',
    url: 'https://hook.example/x',
    secret: 'a long secret',
  } as const;
  const { url, headers, body } = messageFor(target, notification);
  expect(url).toBe('https://hook.example/x');
  expect(JSON.parse(body)).toEqual({
    ...{ version: 1, event: 'newTracker', at: '2026-03-03T14:30:00.000Z' },
    ...{ title: 'a new tracker', text: 'Criteo tried – for the first time.' },
  });
  const hmac = createHmac('sha256', 'a long secret').update(Buffer.from(body)).digest('hex');
  expect(headers).toEqual({
    'Content-Type': 'application/json',
    'X-Eyelid-Signature': `sha256=${hmac}`,
  });
  const plain = messageFor({ ...target, secret: null }, notification);
  expect(plain.headers).toEqual({ 'Content-Type': 'application/json' });
});

test('ntfy gets a text with a title, and the token where there is one', () => {
  const target = { kind: 'ntfy', url: 'https://ntfy.example/topic', secret: 'tk_1' } as const;
  expect(messageFor(target, notification)).toEqual({
    url: 'https://ntfy.example/topic',
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      Title: 'Eyelid: a new tracker',
      Authorization: 'Bearer tk_1',
    },
    body: 'Criteo tried – for the first time.',
  });
  expect(messageFor({ ...target, secret: null }, notification).headers).not.toHaveProperty(
    'Authorization',
  );
});
