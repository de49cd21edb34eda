import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { openAnyway } from '../../../src/proxy/open-anyway.ts';
import { Passes } from '../../../src/proxy/passes.ts';

const phone = 'ip:127.0.0.1' as DeviceId;
const shop = 'shop.test' as Hostname;

let passes: Passes;
let server: Server;
beforeEach(async () => {
  passes = new Passes(() => 0);
  server = createServer((request, response) => {
    void openAnyway(request, response, phone, passes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function post(fields: Readonly<Record<string, string>>): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  const body = new URLSearchParams(fields);
  const headers = { connection: 'close' };
  return fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers, redirect: 'manual' });
}

test('a good pass opens the host and sends the browser back, whole address and all', async () => {
  const url = 'https://shop.test/a?b=%2f&c=d e';
  const reply = await post({ url, pass: passes.issue(phone, shop) });
  expect([reply.status, reply.headers.get('location')]).toEqual([
    303,
    'https://shop.test/a?b=%2f&c=d%20e',
  ]);
  expect(passes.isOpen(phone, shop)).toBe(true);
});

test.each([
  ['another host', 'https://other.test/'],
  ['another scheme', 'javascript:alert(1)//shop.test'],
  ['no address', ''],
  ['a host in the user info', 'https://shop.test@other.test/'],
])('%s is refused, and nobody is sent there', async (_name, url) => {
  const reply = await post({ url, pass: passes.issue(phone, shop) });
  expect([reply.status, reply.headers.get('location')]).toEqual([403, null]);
  expect(passes.isOpen(phone, shop)).toBe(false);
});
