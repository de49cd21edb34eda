import { PassThrough, Transform } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../../../src/proxy/byte-budget.ts';
import type { ExchangeContext } from '../../../src/proxy/context.ts';
import type { EditedBody } from '../../../src/proxy/edit-body.ts';
import { failureOf } from '../../../src/proxy/failure.ts';
import { sendFailure } from '../../../src/proxy/failure-page.ts';
import { type ForwardHost, forward, hasBody } from '../../../src/proxy/forward.ts';
import { holdBody } from '../../../src/proxy/hold-body.ts';
import { createClient } from '../../support/client.ts';
import type { Script } from '../../support/scripted-origin.ts';
import { ask, clientOf, contextServer, loopback, origin, sayOk, watchdog } from './exchange.ts';
import { incoming } from './samples.ts';
import { closedPort, PATIENCE, readAll, serve } from './sockets.ts';

const GET = ['GET /x HTTP/1.1', 'Host: a.test'];

/** A server that forwards what it gets to that port; `before` may change the context. */
function forwarding(
  originPort: number,
  change: Partial<ForwardHost> = {},
  before: (ctx: ExchangeContext) => void = () => undefined,
): Promise<number> {
  const host: ForwardHost = {
    upstream: loopback().upstream,
    watchdog: watchdog(),
    runResponseHandlers: (_ctx, done) => done(),
    fail: (ctx, error) => {
      ctx.proxyToServerRequest?.destroy();
      sendFailure(ctx.proxyToClientResponse, failureOf(error), ctx.named.hostname);
    },
    ...change,
  };
  return contextServer(originPort, (ctx) => {
    before(ctx);
    forward(ctx, host);
  });
}

const says =
  (text: string): Script =>
  (socket) =>
    socket.write(Buffer.from(text, 'latin1'));

describe('a response', () => {
  it('keeps status, reason, order, case and duplicates, and loses what is of the hop', async () => {
    const { port } = await origin(
      says(
        'HTTP/1.1 299 Very Fine\r\nX-b: 1\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n' +
          'Connection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nContent-Length: 2\r\n\r\nok',
      ),
    );
    const text = await ask(await forwarding(port), GET);
    expect(text).toBe(
      'HTTP/1.1 299 Very Fine\r\nX-b: 1\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n' +
        'Content-Length: 2\r\nConnection: close\r\n\r\nok',
    );
  });

  it.each([
    ['204', GET, 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['304', GET, 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'],
    ['HEAD', ['HEAD / HTTP/1.1', 'Host: a'], 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
  ])('without a body stays so: %s', async (_what, request, answer) => {
    const { port } = await origin(says(answer));
    const [head = '', body] = (await ask(await forwarding(port), request)).split('\r\n\r\n');
    expect(body).toBe('');
    expect(head).not.toMatch(/transfer-encoding/i);
    expect(head).toContain(answer.split('\r\n')[0]);
  });

  it('sends its head before the first byte of its body', async () => {
    const { port } = await origin(
      says(
        'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
      ),
    );
    const client = await clientOf(await forwarding(port));
    client.send(`${GET.join('\r\n')}\r\n\r\n`);
    expect(await client.until(/\r\n\r\n/)).toContain('text/event-stream');
  });

  it('goes through filters, one after the other', async () => {
    const appending = (text: string) =>
      new Transform({
        transform: (chunk, _encoding, done) => done(null, chunk),
        flush: (done) => done(null, text),
      });
    const withoutLength: Partial<ForwardHost> = {
      runResponseHandlers: (ctx, done) => {
        ctx.responseHeaders = [];
        done();
      },
    };
    const proxy = await forwarding((await origin()).port, withoutLength, (ctx) => {
      ctx.addResponseFilter(appending(' one'));
      ctx.addResponseFilter(appending(' two'));
    });
    const client = createClient({ port: proxy });
    expect((await client.get(`http://127.0.0.1:${proxy}/`)).text).toBe('ok one two');
    client.close();
  });

  it('that breaks off breaks off the client, and nothing is appended', async () => {
    const { port } = await origin((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npartial', () => socket.destroy());
    });
    expect(await ask(await forwarding(port), GET)).toMatch(/\r\n\r\npartial$/);
  });
});

describe('a body that is edited', () => {
  const chunked = (body: string): Script =>
    says(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
  const sent = (text: string, done: () => void = () => undefined): EditedBody => ({
    kind: 'send',
    bytes: Buffer.from(text),
    headers: ['X-New', '1', 'Content-Length', String(text.length)],
    changed: [],
    done,
  });
  const edits = (edit: NonNullable<ExchangeContext['editBody']>) => (ctx: ExchangeContext) => {
    ctx.editBody = edit;
  };

  it('leaves with its own headers and length', async () => {
    const given: string[] = [];
    const done = () => void given.push('back');
    const proxy = await forwarding(
      (await origin(chunked('server'))).port,
      {},
      edits(async (incoming) => sent(`not ${await readAll(incoming)}`, done)),
    );
    expect(await ask(proxy, GET)).toBe(
      'HTTP/1.1 200 OK\r\nX-New: 1\r\nContent-Length: 10\r\nConnection: close\r\n\r\nnot server',
    );
    expect(given).toEqual(['back']);
  });

  it('goes through filters too', async () => {
    const upper = new Transform({
      transform: (chunk, _encoding, next) => next(null, String(chunk).toUpperCase()),
    });
    const proxy = await forwarding((await origin()).port, {}, (ctx) => {
      ctx.addResponseFilter(upper);
      ctx.editBody = async (incoming) => sent(String(await readAll(incoming)));
    });
    expect(await ask(proxy, GET)).toMatch(/\r\n\r\nOK$/);
  });

  it('that was let go is streamed as it came', async () => {
    const proxy = await forwarding(
      (await origin(chunked('server'))).port,
      {},
      edits(async () => ({ kind: 'stream' })),
    );
    expect(await ask(proxy, GET)).toMatch(
      /\r\nTransfer-Encoding: chunked\r\n[\s\S]*\r\nserver\r\n0\r\n/,
    );
  });

  const cut: Script = (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart', () =>
      socket.resetAndDestroy(),
    );
  const holds = edits((incoming) =>
    holdBody(incoming, { bytes: 99, idle: 5_000, whole: 5_000 }, createByteBudget(99)).then(
      (held) => held as EditedBody,
    ),
  );

  it('that breaks off breaks off the client', async () => {
    expect(await ask(await forwarding((await origin(cut)).port, {}, holds), GET)).toMatch(
      /Content-Length: 9\r\n[\s\S]*\r\n\r\npart$/,
    );
  });

  it('that breaks off at its beginning is a failure', async () => {
    const headOnly: Script = (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', () => socket.destroy());
    const text = await ask(await forwarding((await origin(headOnly)).port, {}, holds), GET);
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
  });

  it('whose client leaves is given up upstream, and given back', async () => {
    let heldBy: Promise<EditedBody> | null = null;
    const proxy = await forwarding(
      (await origin(says(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart`))).port,
      {},
      (ctx) => {
        holds(ctx);
        const edit = ctx.editBody as NonNullable<ExchangeContext['editBody']>;
        ctx.editBody = (incoming) => {
          heldBy = edit(incoming);
          return heldBy;
        };
      },
    );
    const client = await clientOf(proxy);
    client.send(`${GET.join('\r\n')}\r\n\r\n`);
    await expect.poll(() => heldBy !== null, PATIENCE).toBe(true);
    client.destroy();
    expect(await heldBy).toEqual({ kind: 'cut', bytes: Buffer.from('part') });
  });

  it('that is ready when its client has left is given back', async () => {
    const returned = new Promise<string>((resolve) => {
      const edit = async (ctx: ExchangeContext) => {
        const left = new Promise((gone) => ctx.proxyToClientResponse.once('close', gone));
        ctx.proxyToClientResponse.destroy();
        await left;
        return sent('late', () => resolve('given back'));
      };
      void origin()
        .then(({ port }) =>
          forwarding(port, {}, (ctx) => {
            ctx.editBody = () => edit(ctx);
          }),
        )
        .then((proxy) => ask(proxy, GET));
    });
    expect(await returned).toBe('given back');
  });
});

describe('a request', () => {
  const heads = async (request: readonly string[], body = '') => {
    const server = await origin();
    await ask(await forwarding(server.port), request, body);
    return server.heads[0];
  };

  it('keeps case, order and duplicates, and loses what is of the hop', async () => {
    const request = [...GET, 'X-b: 1', 'x-B: 2', 'Proxy-Connection: x', 'TE: trailers', 'A: 3'];
    expect(await heads(request)).toBe(
      'GET /x HTTP/1.1\r\nHost: a.test\r\nX-b: 1\r\nx-B: 2\r\nA: 3\r\nConnection: keep-alive',
    );
  });

  it('is framed as it came', async () => {
    const post = ['POST / HTTP/1.1', 'Host: a.test'];
    expect(await heads([...post, 'Content-Length: 3'], 'abc')).toContain('Content-Length: 3');
    expect(await heads(post)).toContain('Content-Length: 0');
    const chunked = await heads([...post, 'Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n');
    expect(chunked).toContain('Transfer-Encoding: chunked');
  });

  it('sends a body that was read before in place of the stream', async () => {
    let sent = '';
    const port = await serve((socket) => {
      socket.on('data', (chunk) => {
        sent += chunk;
        if (sent.endsWith('edited')) sayOk(socket, '', 1, 1);
      });
    });
    const proxy = await forwarding(port, {}, (ctx) => {
      ctx.clientToProxyRequest.resume();
      ctx.bufferedBody = Buffer.from('edited');
    });
    await ask(proxy, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3'], 'abc');
    expect(sent).toMatch(/\r\nContent-Length: 6\r\n[\s\S]*\r\n\r\nedited$/);
  });

  it('runs through its filters', async () => {
    const seen: string[] = [];
    const proxy = await forwarding((await origin()).port, {}, (ctx) => {
      const filter = new PassThrough();
      filter.on('data', (chunk) => seen.push(String(chunk)));
      ctx.addRequestFilter(filter);
    });
    await ask(proxy, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3'], 'abc');
    expect(seen).toEqual(['abc']);
  });

  it('whose client leaves is given up upstream', async () => {
    let given: (value: unknown) => void = () => undefined;
    const up = new Promise((resolve) => {
      given = resolve;
    });
    const { port } = await origin((socket) => {
      socket.once('close', given);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart');
    });
    const client = await clientOf(await forwarding(port));
    client.send(`${GET.join('\r\n')}\r\n\r\n`);
    await client.until(/part/);
    client.destroy();
    await up;
    expect(client.text()).toMatch(/part$/);
  });
});

it.each([
  ['cannot be reached', null, 502],
  ['answers and closes', 'HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', 413],
])(
  'the rest of an upload whose server %s does not stand in the way',
  async (_how, text, status) => {
    const server = await origin((socket) => void (text === null ? socket : socket.end(text)));
    const proxy = await forwarding(text === null ? await closedPort() : server.port);
    const client = await clientOf(proxy);
    const body = Buffer.alloc(4_000_000, 'a');
    client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`);
    await client.until(new RegExp(`^HTTP/1\\.1 ${status} `));
    client.send(body);
    client.send(`${GET.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    expect(await client.end()).toMatch(
      new RegExp(`HTTP/1\\.1 ${status} [\\s\\S]*HTTP/1\\.1 ${status} `),
    );
  },
);

describe('a failure', () => {
  it.each([
    ['a status of 099', says('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'), 'not valid HTTP'],
    ['garbage', says('\x00\x01garbage\r\n\r\n'), 'not valid HTTP'],
    [
      '101 that nobody asked for',
      says('HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      'not valid HTTP',
    ],
    ['a head that is cut', says('HTTP/1.1 200 OK\r\nConte'), null],
    ['no answer', ((socket) => socket.destroy()) satisfies Script, 'closed the connection'],
  ])('of %s is told', async (_what, script, sentence) => {
    const closing: Script = (socket, ...rest) => {
      script(socket, ...rest);
      socket.end();
    };
    const text = await ask(await forwarding((await origin(closing)).port), GET);
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    if (sentence !== null) expect(text).toContain(sentence);
    expect(text).not.toMatch(/HPE_|ECONN|Error/);
  });

  it('of a port that is closed is told', async () => {
    const text = await ask(await forwarding(await closedPort()), GET);
    expect(text).toContain('127.0.0.1 refused the connection.');
  });

  it('of a server that does not answer in time is told', async () => {
    const server = await origin(() => undefined);
    const watching = watchdog({ headers: 0 });
    const text = ask(await forwarding(server.port, { watchdog: watching }), GET);
    await expect.poll(() => server.heads.length, PATIENCE).toBe(1);
    // The first look only sees that bytes have moved, the second that none do.
    watching.sweep();
    watching.sweep();
    expect(await text).toMatch(/^HTTP\/1\.1 504 /);
  });

  it('of a filter breaks the answer off', async () => {
    const { port } = await origin();
    const proxy = await forwarding(port, {}, (ctx) =>
      ctx.addResponseFilter(
        new Transform({ transform: (_chunk, _encoding, done) => done(new Error('broken')) }),
      ),
    );
    expect(await ask(proxy, GET)).toBe('');
  });
});

describe('a connection of the pool that the server had closed', () => {
  /** Answers the first request of its first connection and cuts at the second. */
  const stale: Script = (socket, head, heads, number) => {
    if (number === 1 && heads === 2) socket.resetAndDestroy();
    else sayOk(socket, head, heads, number);
  };

  it.each([
    ['GET', [], '', 200],
    ['DELETE', [], '', 200],
    ['POST', [], '', 502],
    ['PUT', ['Content-Length: 3'], 'abc', 502],
  ] as const)(
    'is tried again once, where that does no harm: %s',
    async (method, lines, body, status) => {
      const { port, connections } = await origin(stale);
      const proxy = await forwarding(port);
      expect(await ask(proxy, GET)).toMatch(/ 200 /);
      const text = await ask(proxy, [`${method} / HTTP/1.1`, 'Host: a', ...lines], body);
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(connections()).toBe(status === 200 ? 2 : 1);
    },
  );

  it('is not tried a third time', async () => {
    const { port, connections } = await origin((socket, head, heads, number) => {
      if (heads === 1) sayOk(socket, head, heads, number);
      else socket.resetAndDestroy();
    });
    const proxy = await forwarding(port);
    await ask(proxy, GET);
    expect(await ask(proxy, GET)).toMatch(/^HTTP\/1\.1 502 /);
    expect(connections()).toBe(2);
  });
});

it.each([
  [{}, false],
  [{ 'content-length': '0' }, false],
  [{ 'content-length': '1' }, true],
  [{ 'transfer-encoding': 'chunked' }, true],
])('hasBody of %j: %s', (headers, has) => {
  expect(hasBody(incoming('/', headers as Record<string, string>))).toBe(has);
});
