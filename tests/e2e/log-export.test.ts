import { once } from 'node:events';
import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { LogFilter, LogRow } from '../../src/model/log.ts';
import { StatusServer } from '../../src/status/server.ts';
import { createStatus, type StatusPage } from '../../src/status/status.tsx';
import { CODE, household, row } from '../support/status-ports.ts';

/** A log without end: a page of rows for whoever asks, and a count of the pages. */
function endless() {
  let pages = 0;
  return {
    pages: () => pages,
    rows: async ({ limit, before = 1e9 }: LogFilter): Promise<readonly LogRow[]> => {
      pages += 1;
      return Array.from({ length: limit }, (_, i) => row(before - 1 - i));
    },
  };
}

const running: (readonly [StatusPage, StatusServer])[] = [];

async function serve(rows: (filter: LogFilter) => Promise<readonly LogRow[]>) {
  const { ports, log } = household();
  log.rows = rows;
  const page = createStatus(ports);
  const server = new StatusServer({ page, allows: () => true });
  running.push([page, server]);
  const base = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  const response = await fetch(`${base}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: CODE }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const open = async (query: string): Promise<http.IncomingMessage> => {
    const request = http.get(`${base}/log/export?${query}`, { headers: { cookie } });
    const [answer] = await once(request, 'response');
    return answer;
  };
  return { open };
}

afterEach(async () => {
  for (const [page, server] of running.splice(0)) {
    page.close();
    await server.close();
  }
});

test('a hundred thousand rows go to whoever reads them, and then it says that they were cut', async () => {
  const log = endless();
  const { open } = await serve(log.rows);
  const answer = await open('format=jsonl');
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(100_001);
  expect(JSON.parse(lines.at(-1) ?? '')).toHaveProperty('cut');
  expect(log.pages()).toBe(401);
});

test('the log is read no faster than its reader reads, and no more once that leaves', async () => {
  const log = endless();
  const { open } = await serve(log.rows);
  const answer = await open('format=csv');
  await once(answer.setEncoding('utf8'), 'readable');
  // What fits between the two ends waits there; the rest is not read.
  await expect.poll(() => settled(log.pages)).toBe(true);
  expect(log.pages()).toBeLessThan(240);
  const others = await Promise.all([1, 2, 3].map(() => open('format=csv')));
  expect(others.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  const fifth = async () => {
    const other = await open('format=csv');
    others.push(other);
    return other.statusCode;
  };
  expect(await fifth()).toBe(503);
  answer.destroy();
  // The one that left makes room.
  await expect.poll(fifth).toBe(200);
  for (const other of others) other.destroy();
});

/** Whether a count stays as it is for a while. */
async function settled(count: () => number): Promise<boolean> {
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, 200));
  return count() === before;
}
