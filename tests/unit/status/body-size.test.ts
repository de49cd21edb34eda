import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { limitBodies } from '../../../src/status/body-size.ts';
import type { Env } from '../../../src/status/env.ts';

const app = new Hono<Env>();
app.use(limitBodies());
app.post('*', async (c) => c.text(String((await c.req.text()).length)));

const KB = 1_024;

test.each([
  ['/rules/allow', 64 * KB, 200],
  ['/rules/allow', 64 * KB + 1, 413],
  ['/rules/filed', 64 * KB + 1, 413],
  ['/api/devices/x', 64 * KB + 1, 413],
  ['/rules/file/a.txt/save', 2_048 * KB, 200],
  ['/rules/file/a.txt/save', 2_048 * KB + 1, 413],
  ['/api/rules/files/a.txt', 2_048 * KB, 200],
  ['/api/rules/lint', 2_048 * KB, 200],
  ['/api/rules/preview', 2_048 * KB + 1, 413],
  ['/api/rules/allow', 64 * KB + 1, 413],
])('%s takes %i bytes: %i', async (path, size, status) => {
  const body = 'x'.repeat(size);
  const headers = { 'content-length': String(size) };
  expect((await app.request(path, { method: 'POST', body, headers })).status).toBe(status);
});
