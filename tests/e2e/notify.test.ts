import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { command, type Home, makeHome, run } from '../support/home.ts';
import { listen } from '../support/origin.ts';

const heard: {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    heard.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(request.url === '/full' ? 507 : 204).end();
  });
});
let base = '';
const homes: Home[] = [];

function homeWith(notify: unknown): Home {
  const home = makeHome({
    config: { listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' }, notify },
    rules: { 'test.txt': '! none\n' },
  });
  homes.push(home);
  return home;
}

beforeAll(async () => {
  base = `http://127.0.0.1:${await listen(server)}`;
});
afterEach(() => {
  heard.length = 0;
  for (const home of homes.splice(0)) home.remove();
});
afterAll(() => {
  server.close();
});

test('the command line sends a test everywhere, signed where there is a secret', async () => {
  const home = homeWith({
    webhooks: [{ url: `${base}/hook`, secret: 'a long secret' }],
    ntfy: [{ url: `${base}/a-topic`, token: 'tk_1' }],
  });
  const { status, stdout, stderr } = await command(home, 'notify', 'test');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const host = new URL(base).host;
  expect(stdout).toBe(`webhook\t${host}\ttaken\nntfy\t${host}\ttaken\n`);
  const hook = heard.find(({ path }) => path === '/hook');
  expect(JSON.parse(hook?.body ?? '')).toMatchObject({ version: 1, event: 'test' });
  const hmac = createHmac('sha256', 'a long secret')
    .update(hook?.body ?? '')
    .digest('hex');
  expect(hook?.headers['x-eyelid-signature']).toBe(`sha256=${hmac}`);
  const topic = heard.find(({ path }) => path === '/a-topic');
  expect(topic?.headers['authorization']).toBe('Bearer tk_1');
  expect(topic?.headers['title']).toBe('Eyelid: a test');
});

test('what is not taken is said, without the address', async () => {
  const home = homeWith({ ntfy: [{ url: `${base}/full` }, { url: `${base}/a-topic` }] });
  const { status, stdout, stderr } = await command(home, 'notify', 'test', '--json');
  expect(status).toBe(1);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).error)).toEqual([
    `${new URL(base).host} answered 507`,
    null,
  ]);
  expect(stderr.trim().split('\n').length).toBe(1);
  expect(stdout + stderr).not.toContain('/full');
});

test('without a target there is nothing to test, and nothing is ever sent', async () => {
  const home = homeWith({});
  const { status, stderr } = await command(home, 'notify', 'test');
  expect(status).toBe(1);
  expect(stderr).toContain('the config file has neither notify.webhooks nor notify.ntfy');
  const eyelid = await run(home);
  await eyelid.stop();
  expect(heard).toEqual([]);
});

test('a log that was set aside is told when the program starts, once', async () => {
  const home = homeWith({ webhooks: [{ url: `${base}/hook` }] });
  home.write('data/events.db', 'this is no database, and long enough to be read as one'.repeat(50));
  const eyelid = await run(home);
  await expect.poll(() => heard.length).toBe(1);
  await eyelid.stop();
  expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ event: 'brokenLog' });
  expect(heard[0]?.body).not.toContain(home.path);
});
