import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createLazyPage } from '../../src/lazy-page.ts';
import type { StatusPage } from '../../src/status/status.tsx';

const INFO = { clientAddress: '127.0.0.1', encrypted: false, viaProxy: false };

const unwanted = (error: unknown): void => expect.fail(String(error));

function exchange() {
  const request = new IncomingMessage(new Socket());
  return { request, response: new ServerResponse(request) };
}

const pageOf = (handle: StatusPage['handle']) => ({
  handle: vi.fn(handle),
  fetch: () => Promise.reject(new Error('not asked for')),
  routes: [],
  close: vi.fn(),
});

test('it is made once, at the first request or before', async () => {
  const page = pageOf(async (_request, response) => void response.writeHead(204).end());
  const make = vi.fn(async () => page);
  const lazy = createLazyPage(make, unwanted);
  expect(make).not.toHaveBeenCalled();
  const [one, two] = [exchange(), exchange()];
  await Promise.all([
    lazy.handle(one.request, one.response, INFO),
    lazy.load(),
    lazy.handle(two.request, two.response, INFO),
  ]);
  expect(make).toHaveBeenCalledOnce();
  expect([one.response.statusCode, two.response.statusCode]).toEqual([204, 204]);
  expect(page.handle).toHaveBeenCalledWith(one.request, one.response, INFO);
  await lazy.close();
  expect(page.close).toHaveBeenCalledOnce();
});

test('where it cannot be made, that is told and answered, and tried again', async () => {
  const told: unknown[] = [];
  const page = pageOf(async (_request, response) => void response.writeHead(204).end());
  const make = vi.fn<() => Promise<StatusPage>>();
  make.mockRejectedValueOnce(new Error('no file')).mockRejectedValueOnce(new Error('none yet'));
  make.mockResolvedValue(page);
  const lazy = createLazyPage(make, (error) => told.push(String(error)));
  await lazy.load();
  const statuses: number[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const { request, response } = exchange();
    await lazy.handle(request, response, INFO);
    statuses.push(response.statusCode);
  }
  expect(statuses).toEqual([500, 204]);
  expect(told).toEqual(['Error: no file', 'Error: none yet']);
});

test('a fault of the page that has begun to answer ends the answer', async () => {
  const told: unknown[] = [];
  const page = pageOf(async (_request, response) => {
    response.writeHead(200).flushHeaders();
    throw new Error('halfway');
  });
  const lazy = createLazyPage(
    async () => page,
    (error) => told.push(String(error)),
  );
  const { request, response } = exchange();
  await lazy.handle(request, response, INFO);
  expect([response.destroyed, told]).toEqual([true, ['Error: halfway']]);
});

test('a page that nobody asked for is not made in order to be closed', async () => {
  const make = vi.fn<() => Promise<StatusPage>>();
  await createLazyPage(make, unwanted).close();
  expect(make).not.toHaveBeenCalled();
});

test('of requests that come together each has a turn of its own', async () => {
  const seen: string[] = [];
  const page = pageOf(async (_request, response) => {
    seen.push('page');
    response.writeHead(204).end();
  });
  const lazy = createLazyPage(async () => page, unwanted);
  await lazy.load();
  let isOver = false;
  const others = (): void => {
    seen.push('others');
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const all = Array.from({ length: 20 }, exchange);
  await Promise.all(all.map(({ request, response }) => lazy.handle(request, response, INFO)));
  isOver = true;
  expect(seen.filter((name) => name === 'page')).toHaveLength(20);
  expect(seen.filter((name, at) => name === 'page' && seen[at - 1] === name)).toEqual([]);
});
