import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import {
  header,
  type RequestInfo,
  type ResponseHead,
  typeBit,
} from '../../../src/model/request.ts';
import type { Edit, Matches } from '../../../src/model/rule.ts';
import type { Script } from '../../support/scripted-origin.ts';
import { edit, rule } from '../act/samples.ts';
import { ask, clientOf, origin } from './exchange.ts';
import { get, handledProxy } from './handled.ts';
import { device, ruleSet, stripsFbclid } from './samples.ts';
import { PATIENCE } from './sockets.ts';

const block = rule('block', { text: '$header=x-track' });
const allow = rule('allow');

type Says = (request: RequestInfo, response: ResponseHead | null) => Partial<Matches>;

interface Scene {
  readonly says: Says;
  readonly asksResponses?: boolean;
  readonly mode?: 'enforce' | 'observe';
}

/** A proxy whose rules say this, and how often they were asked. */
async function proxy({ says, asksResponses = true, mode = 'enforce' }: Scene) {
  const asked: { readonly types: number; readonly status: number | null }[] = [];
  const rules = ruleSet({
    asksResponses,
    match: (request, _body, response) => {
      asked.push({ types: request.types, status: response?.status ?? null });
      return says(request, response);
    },
  });
  const handled = await handledProxy(({ parts }) => ({
    rules: () => rules,
    devices: { ...parts.devices, identify: () => device({ mode }) },
  }));
  const eventOf = async () => {
    await vi.waitFor(() => expect(handled.events).toHaveLength(1), PATIENCE);
    return handled.events[0];
  };
  return { ...handled, asked, eventOf };
}

const tracked: Says = (_request, response) =>
  response !== null && header(response.headers, 'x-track') !== null ? { block } : {};

const says =
  (head: string, body = 'secret'): Script =>
  (socket) =>
    socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);

const TRACKING = says('200 OK\r\nX-Track: 1\r\nSet-Cookie: id=7\r\nContent-Type: image/gif');

describe('a response whose head is what a rule blocks', () => {
  it('is answered in its place: nothing of it reaches the device', async () => {
    const { port, eventOf, asked } = await proxy({ says: tracked });
    const server = await origin(TRACKING);
    const text = await ask(port, get(server.port));
    expect(text).toMatch(/^HTTP\/1\.1 [23]\d\d /);
    expect(text).toContain('X-Eyelid: ');
    expect(text).not.toMatch(/x-track|id=7|secret/i);
    expect(server.heads).toHaveLength(1);
    expect(asked.map(({ status }) => status)).toEqual([null, 200]);
    expect(await eventOf()).toMatchObject({
      action: 'block',
      status: 200,
      rule: { text: block.text },
    });
  });

  it.each([
    ['endless', 'HTTP/1.1 200 OK\r\nX-Track: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'],
    ['cut', 'HTTP/1.1 200 OK\r\nX-Track: 1\r\nContent-Length: 10\r\n\r\npart'],
    ['304', 'HTTP/1.1 304 Not Modified\r\nX-Track: 1\r\n\r\n'],
    ['204', 'HTTP/1.1 204 No Content\r\nX-Track: 1\r\n\r\n'],
  ])('leaves the connection to the device as it was: %s', async (what, answer) => {
    const { port } = await proxy({ says: tracked });
    const server = await origin((socket, head, ...rest) => {
      if (head.includes('/next')) says('200 OK', 'next')(socket, head, ...rest);
      else socket.write(answer, () => void (what === 'cut' && socket.destroy()));
    });
    const client = await clientOf(port);
    client.send(`${get(server.port).join('\r\n')}\r\n\r\n`);
    await client.until(/X-Eyelid: /);
    client.send(`${get(server.port, '/next', 'Connection: close').join('\r\n')}\r\n\r\n`);
    expect(await client.end()).toMatch(/HTTP\/1\.1 200 [\s\S]*\r\n\r\nnext$/);
  });

  it('of HEAD is answered without a body', async () => {
    const { port } = await proxy({ says: tracked });
    const server = await origin(TRACKING);
    const [line = '', ...rest] = get(server.port);
    const text = await ask(port, [line.replace('GET', 'HEAD'), ...rest]);
    expect(text).toMatch(/X-Eyelid: [\s\S]*\r\n\r\n$/);
  });

  it('comes before the upload is through: the rest does not stand in the way', async () => {
    const { port } = await proxy({ says: tracked });
    const server = await origin(TRACKING);
    const client = await clientOf(port);
    const body = Buffer.alloc(4_000_000, 'a');
    client.send(`POST http://127.0.0.1:${server.port}/ HTTP/1.1\r\nHost: a\r\n`);
    client.send(`Content-Length: ${body.length}\r\n\r\n`);
    expect(await client.until(/X-Eyelid: /)).toMatch(/\r\nConnection: close\r\n/i);
    client.send(body);
    await client.end();
  });

  it('is forwarded in mode observe, and recorded', async () => {
    const { port, eventOf } = await proxy({ says: tracked, mode: 'observe' });
    const server = await origin(TRACKING);
    expect(await ask(port, get(server.port))).toMatch(/X-Track: 1[\s\S]*secret$/);
    expect(await eventOf()).toMatchObject({ action: 'block', observed: true });
  });
});

describe('a rule on the head of a response', () => {
  it('edits the response, and keeps what was done to the request', async () => {
    const { port, eventOf } = await proxy({
      says: (_request, response) => ({
        edits:
          response === null
            ? [stripsFbclid(rule('strip', { text: 'query' }))]
            : [edit('responseHeader', 'x-track'), edit('query', 'other')],
      }),
    });
    const server = await origin(TRACKING);
    expect(await ask(port, get(server.port, '/?fbclid=1&other=2'))).not.toMatch(/x-track/i);
    expect(server.heads[0]).toMatch(/^GET \/\?other=2 /);
    expect(await eventOf()).toMatchObject({
      action: 'strip',
      rule: { text: 'query' },
      removed: ['fbclid', 'x-track'],
    });
  });

  it('that is an exception lets the response be, and what left stays stripped', async () => {
    const { port, eventOf } = await proxy({
      says: (_request, response) =>
        response === null
          ? { edits: [stripsFbclid(rule('strip')), edit('responseHeader', 'x-track')] }
          : { personalAllow: allow },
    });
    const server = await origin(TRACKING);
    expect(await ask(port, get(server.port, '/?fbclid=1'))).toMatch(/X-Track: 1/);
    expect(server.heads[0]).toMatch(/^GET \/ /);
    expect(await eventOf()).toMatchObject({ action: 'allow', removed: ['fbclid'] });
  });

  it('is not asked where nobody wants it asked', async () => {
    const { port, asked } = await proxy({ says: tracked, asksResponses: false });
    expect(await ask(port, get((await origin(TRACKING)).port))).toMatch(/secret$/);
    expect(asked).toHaveLength(1);
  });
});

describe('the type of a request that did not say it', () => {
  const exceptScripts: Says = ({ types }) => ({
    block,
    ...((types & typeBit('script')) === 0 ? {} : { exception: allow }),
  });

  it('is narrowed by the Content-Type, and judged again', async () => {
    const { port, eventOf } = await proxy({ says: exceptScripts, asksResponses: false });
    const server = await origin(TRACKING);
    const text = await ask(port, get(server.port));
    expect(text).toContain('X-Eyelid: ');
    expect(text).toMatch(/Content-Type: image\/gif/i);
    expect(await eventOf()).toMatchObject({ action: 'block', type: 'image' });
  });

  it('is told, where nothing else comes of it', async () => {
    const { port, eventOf, asked } = await proxy({ says: () => ({}), asksResponses: false });
    await ask(port, get((await origin(says('200 OK\r\nContent-Type: text/css'))).port));
    expect(await eventOf()).toMatchObject({ action: 'pass', type: 'stylesheet' });
    expect(asked).toHaveLength(1);
  });

  it.each<readonly [string, readonly string[], Script]>([
    ['a Content-Type that says nothing', [], says('200 OK\r\nContent-Type: text/plain')],
    ['a redirect', [], says('302 Found\r\nLocation: /y\r\nContent-Type: image/gif')],
    ['an error', [], says('404 Not Found\r\nContent-Type: image/gif')],
    ['none at all', [], (socket) => socket.write('HTTP/1.1 304 Not Modified\r\n\r\n')],
    ['a request that said it', ['Sec-Fetch-Dest: script'], TRACKING],
  ])('stays what it was: %s', async (_why, headers, script) => {
    const { port, asked } = await proxy({ says: exceptScripts, asksResponses: false });
    const text = await ask(port, get((await origin(script)).port, '/x', ...headers));
    expect(text).not.toContain('X-Eyelid');
    expect(asked).toHaveLength(1);
  });
});

it('a page is not sent elsewhere once it came', async () => {
  const query = stripsFbclid(rule('strip'));
  const { port, asked } = await proxy({ says: () => ({ edits: [query] }) });
  const server = await origin(says('200 OK\r\nContent-Type: text/html'));
  const ask4 = () => ask(port, get(server.port, '/?fbclid=1', 'Accept: text/html'));
  // After three redirects the clean page is fetched for the browser.
  const answers = [await ask4(), await ask4(), await ask4(), await ask4()];
  expect(answers.map((text) => text.slice(9, 12))).toEqual(['307', '307', '307', '200']);
  expect(asked.at(-1)).toMatchObject({ status: 200 });
});

it('the rules of the request judge its response, whatever is in force by then', async () => {
  const sets = [
    ruleSet({ asksResponses: true, match: (_r, _b, head) => (head === null ? {} : { block }) }),
    ruleSet(),
  ];
  let reads = 0;
  const { port } = await handledProxy(() => ({
    rules: () => sets[Math.min(reads++, 1)] as ReturnType<typeof ruleSet>,
  }));
  expect(await ask(port, get((await origin(TRACKING)).port))).toContain('X-Eyelid: ');
  expect(reads).toBe(1);
});

it('a fault forwards the response untouched and is told once', async () => {
  const { port, faults } = await proxy({
    says: (_request, response) => {
      if (response !== null) throw new Error('broken');
      return {};
    },
  });
  const server = await origin(TRACKING);
  for (const _time of [1, 2]) {
    expect(await ask(port, get(server.port))).toMatch(/X-Track: 1[\s\S]*secret$/);
  }
  expect(faults).toHaveLength(1);
});

describe('a rewrite of the body', () => {
  const rewrite: Edit = {
    rule: rule('rewrite', { text: '$replace' }),
    kind: 'body',
    body: { of: 'text', rewrite: (text) => text.replaceAll('secret', 'nothing') },
  };
  const rewriting = (mode: 'enforce' | 'observe' = 'enforce') =>
    proxy({ says: () => ({ edits: [rewrite] }), asksResponses: false, mode });
  const text = (body: string | Buffer, ...more: readonly string[]): Script => {
    const head = ['200 OK', 'Content-Type: text/plain', 'ETag: "1"', ...more].join('\r\n');
    return (socket) => {
      socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    };
  };

  it('is carried out and told of; the server is asked for what can be read', async () => {
    const { port, eventOf } = await rewriting();
    const server = await origin(text(gzipSync('a secret'), 'Content-Encoding: gzip'));
    const asked = ['Accept-Encoding: gzip, zstd', 'If-None-Match: "0"'];
    expect(await ask(port, get(server.port, '/', ...asked))).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nConnection: close\r\n\r\na nothing',
    );
    expect(server.heads[0]).toContain('\r\nAccept-Encoding: gzip\r\n');
    expect(server.heads[0]).not.toContain('If-None-Match');
    expect(await eventOf()).toMatchObject({
      action: 'rewrite',
      rule: { text: '$replace' },
      removed: ['body (rewritten)'],
      status: 200,
    });
  });

  it.each<readonly [string, Script]>([
    ['in which there is nothing to change', text('a word', 'X: 1')],
    ['that is no text', says('200 OK\r\nContent-Type: image/png\r\nX: 1', 'a secret')],
    ['that is a part', says('206 P\r\nContent-Type: text/plain\r\nX: 1', 'a secret')],
    ['that is coded by nobody knows what', text('a secret', 'Content-Encoding: x', 'X: 1')],
  ])('leaves a body as it is, and is not named: %s', async (_what, script) => {
    const { port, eventOf } = await rewriting();
    expect(await ask(port, get((await origin(script)).port))).toMatch(/X: 1[\s\S]*\r\n\r\na \w+$/);
    expect(await eventOf()).toMatchObject({ action: 'pass', rule: null, removed: [] });
  });

  it('does not hold what never ends', async () => {
    const { port } = await rewriting();
    const server = await origin((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: secret\n\n'),
    );
    const client = await clientOf(port);
    client.send(`${get(server.port).join('\r\n')}\r\n\r\n`);
    expect(await client.until(/data: secret/)).toContain('text/event-stream');
    client.destroy();
  });

  it('is not made in mode observe', async () => {
    const { port } = await rewriting('observe');
    expect(await ask(port, get((await origin(text('a secret'))).port))).toMatch(/a secret$/);
  });
});
