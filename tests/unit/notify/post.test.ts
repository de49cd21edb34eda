import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { post } from '../../../src/notify/post.ts';
import { listen } from '../../support/origin.ts';

test('posts over a socket, says the status, and follows nowhere', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push([method, url, headers['title'], headers['content-length'], body]);
      response.writeHead(url === '/moved' ? 302 : 200, { location: '/elsewhere' });
      response.end('x'.repeat(100_000));
    });
  });
  onTestFinished(() => void server.close());
  const base = `http://127.0.0.1:${await listen(server)}`;
  const message = { headers: { Title: 'a title' }, body: 'grün' };
  expect(await post({ ...message, url: `${base}/topic` })).toBe(200);
  expect(await post({ ...message, url: `${base}/moved` })).toBe(302);
  expect(asked).toEqual([
    ['POST', '/topic', 'a title', '5', 'grün'],
    ['POST', '/moved', 'a title', '5', 'grün'],
  ]);
});

test('rejects where nobody answers', async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const message = { url: `http://127.0.0.1:${port}/`, headers: {}, body: '' };
  await expect(post(message)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
