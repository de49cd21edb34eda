import { expect, test } from 'vitest';
import { createTallyQueue } from '../../../src/record/tally-queue.ts';
import { domainOf, pass } from './samples.ts';

test('counts wait together until they are written', () => {
  const queue = createTallyQueue(domainOf);
  expect(queue.oldest()).toBeNull();
  for (let i = 0; i < 5000; i++) queue.add(pass());
  expect(queue.oldest()?.events).toBe(5000);
  expect(queue.hasFull()).toBe(false);
  queue.shift();
  expect(queue.oldest()).toBeNull();
  expect(queue.events()).toBe(0);
});

test('what waits is bounded: the oldest go, and are told', () => {
  const queue = createTallyQueue(domainOf);
  let dropped = 0;
  for (let i = 0; i < 50_000; i++) {
    dropped += queue.add(pass({ host: `h${i}.example` }));
    if (queue.hasFull()) expect(queue.oldest()?.keys).toBeLessThanOrEqual(1001);
  }
  expect(dropped).toBeGreaterThan(30_000);
  expect(queue.events()).toBe(50_000 - dropped);
  const hosts = [...(queue.oldest()?.hours() ?? [])].flatMap(({ devices }) =>
    [...devices.values()].flatMap((device) => [...device.hosts.keys()]),
  );
  expect(hosts[0]).toBe(`h${dropped}.example`);
  let left = 0;
  for (let next = queue.oldest(); next !== null; next = queue.oldest()) {
    left += next.events;
    queue.shift();
  }
  expect(left).toBe(50_000 - dropped);
});
