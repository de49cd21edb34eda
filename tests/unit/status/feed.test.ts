import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveHub, type LiveRequest } from '../../../src/status/feed.ts';
import { MemoryLog, row } from '../../support/status-ports.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const encode: LiveRequest['encode'] = (r) => `${r.host}\n${r.action}`;

function open(hub: LiveHub, request: Partial<LiveRequest> = {}) {
  const opened = hub.open({
    conditions: {},
    after: null,
    encode,
    alive: () => true,
    ...request,
  });
  if (opened === null) throw new Error('refused');
  const reader = opened.stream.getReader();
  const decoder = new TextDecoder();
  return {
    end: opened.end,
    /** The next message; null when the stream is over. */
    next: async () => {
      const { done, value } = await reader.read();
      return done ? null : decoder.decode(value);
    },
    leave: () => reader.cancel(),
  };
}

/** What the row of `row(id)` looks like on the wire. */
const told = (id: number) => `id: ${id}\nevent: row\ndata: www.facebook.com\ndata: block\n\n`;

describe('the live stream', () => {
  test('transcript: hello, rows that meet the conditions, heartbeat, end', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const page = open(hub, { conditions: { action: 'block' } });
    expect(await page.next()).toBe('retry: 3000\n\n');
    log.add(row(1));
    log.add(row(2, { action: 'allow' }));
    log.add(row(3));
    expect(await page.next()).toBe(told(1));
    expect(await page.next()).toBe(told(3));
    vi.advanceTimersByTime(15_000);
    expect(await page.next()).toBe(': alive\n\n');
    hub.close();
    expect(await page.next()).toBeNull();
    expect(log.listeners).toBe(0);
  });

  test('listens to the log only while somebody looks', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    expect(log.listeners).toBe(0);
    const [one, other] = [open(hub), open(hub)];
    expect(log.listeners).toBe(1);
    one.end();
    expect(log.listeners).toBe(1);
    await other.leave();
    expect(log.listeners).toBe(0);
    const again = open(hub);
    await again.next();
    log.add(row(1));
    expect(await again.next()).toBe(told(1));
    hub.close();
    expect(log.listeners).toBe(0);
  });

  test('begins with what was missed since the row that the page shows', async () => {
    const log = new MemoryLog([row(1), row(2), row(3)]);
    const hub = new LiveHub({ log, feed: log });
    const page = open(hub, { after: 1 });
    await page.next();
    expect(await page.next()).toBe(told(2));
    expect(await page.next()).toBe(told(3));
    // A row that was caught up with is not told again.
    log.add(row(3));
    log.add(row(4));
    expect(await page.next()).toBe(told(4));
    expect(log.filters).toEqual([{ after: 1, limit: 200 }]);
    hub.close();
  });

  test('says so when too much was missed', async () => {
    const log = new MemoryLog(Array.from({ length: 300 }, (_, i) => row(i + 1)));
    const hub = new LiveHub({ log, feed: log });
    const page = open(hub, { after: 0 });
    await page.next();
    expect(await page.next()).toBe('event: missed\ndata: rows were left out\n\n');
    hub.close();
  });

  test('goes on, and says that rows are missing, where the log cannot be read', async () => {
    const log = new MemoryLog([row(1), row(2)]);
    log.rows = () => Promise.reject(new Error('unreadable'));
    const hub = new LiveHub({ log, feed: log });
    const page = open(hub, { after: 1 });
    await page.next();
    expect(await page.next()).toBe('event: missed\ndata: rows were left out\n\n');
    log.add(row(3));
    expect(await page.next()).toBe(told(3));
    hub.close();
    expect(hub.listeners).toBe(0);
  });

  test('a flood is bounded: in memory, and in what is rendered', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const rendered = vi.fn(encode);
    const page = open(hub, { encode: rendered });
    for (let id = 1; id <= 5_000; id += 1) log.add(row(id));
    const heard: string[] = [];
    const listen = (async () => {
      for (let text = await page.next(); text !== null; text = await page.next()) heard.push(text);
    })();
    await vi.advanceTimersByTimeAsync(0);
    expect(rendered.mock.calls.length).toBeLessThanOrEqual(100);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rendered.mock.calls.length).toBeLessThanOrEqual(204);
    expect(heard).toContain('event: missed\ndata: rows were left out\n\n');
    expect(heard.at(-1)).toBe(told(5_000));
    hub.close();
    await listen;
  });

  test('a reader that does not read holds a bounded number of rows', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const rendered = vi.fn(encode);
    open(hub, { encode: rendered });
    for (let id = 1; id <= 5_000; id += 1) log.add(row(id));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rendered.mock.calls.length).toBeLessThanOrEqual(4);
    hub.close();
  });

  test('whoever else waits has a turn after every few rows, however many pages follow', async () => {
    vi.useRealTimers();
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const rendered = vi.fn(encode);
    const pages = Array.from({ length: 32 }, () => open(hub, { encode: rendered }));
    for (const page of pages) await page.next();
    for (let id = 1; id <= 100; id += 1) log.add(row(id));
    expect(rendered).toHaveBeenCalledTimes(20);
    // What is left goes on in the turns that follow.
    const after: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      after.push(rendered.mock.calls.length);
    }
    expect(after).toEqual([40, 60, 80, 100, 120, 128, 128]);
    hub.close();
  });

  test('many pages share what is told in a second', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const rendered = vi.fn(encode);
    const pages = Array.from({ length: 32 }, () => open(hub, { encode: rendered }));
    await vi.advanceTimersByTimeAsync(1_000);
    const listening = pages.map(async (page) => {
      while ((await page.next()) !== null);
    });
    for (let id = 1; id <= 200; id += 1) log.add(row(id));
    await vi.advanceTimersByTimeAsync(900);
    expect(rendered).toHaveBeenCalledTimes(800);
    hub.close();
    await Promise.all(listening);
  });

  test('ends with the login', async () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    let alive = true;
    const over: string[] = [];
    const expired = open(hub, { alive: () => alive, ended: () => over.push('expired') });
    const left = open(hub, { ended: () => over.push('left') });
    const ended = open(hub, { ended: () => over.push('ended') });
    expect(hub.listeners).toBe(3);
    await expired.next();
    await ended.next();
    alive = false;
    vi.advanceTimersByTime(15_000);
    expect(await expired.next()).toBeNull();
    await left.leave();
    ended.end();
    ended.end();
    expect(over).toEqual(['expired', 'left', 'ended']);
    expect(hub.listeners).toBe(0);
    log.add(row(1));
    hub.close();
  });

  test('only so many may listen', () => {
    const log = new MemoryLog();
    const hub = new LiveHub({ log, feed: log });
    const request = { conditions: {}, after: null, encode, alive: () => true };
    const opened = Array.from({ length: 33 }, () => hub.open(request));
    expect(opened.filter((one) => one !== null)).toHaveLength(32);
    opened[0]?.end();
    expect(hub.open(request)).not.toBeNull();
    hub.close();
    expect(hub.listeners).toBe(0);
  });
});
