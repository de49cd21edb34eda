import { readFileSync } from 'node:fs';
import http from 'node:http';
import { Socket } from 'node:net';
import { Proxy as MitmProxy } from 'http-mitm-proxy';
import { describe, expect, it } from 'vitest';
import { FaultLog } from '../../../src/proxy/fault-log.ts';
import { EyelidMitm, type MitmTools } from '../../../src/proxy/mitm.ts';
import { ask, loopback, origin, watchdog } from './exchange.ts';
import { connection, incoming, sampleParts } from './samples.ts';
import { closedPort, listenForTest } from './sockets.ts';

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));

async function proxy(change: Partial<MitmTools> = {}) {
  const { parts, faults } = sampleParts();
  const mitm = new EyelidMitm({
    parts,
    upstream: loopback().upstream,
    watchdog: watchdog(),
    faults: new FaultLog(parts.log),
    connectionOf: () => connection(),
    handleConnect: (_request, socket) => void socket.destroy(),
    ...change,
  });
  const server = http.createServer((request, response) => {
    mitm._onHttpServerRequest(false, request, response);
  });
  return { mitm, faults, port: await listenForTest(server) };
}

const post = (port: number) => [
  `POST http://127.0.0.1:${port}/x HTTP/1.1`,
  'Host: a.test',
  'Content-Length: 3',
];

describe('http-mitm-proxy', () => {
  it('is exactly the version whose defects are known', () => {
    expect(read('package.json').dependencies['http-mitm-proxy']).toBe('1.1.0');
    const locked = read('package-lock.json').packages['node_modules/http-mitm-proxy'];
    expect(locked.version).toBe('1.1.0');
  });

  it('has every method that is overridden', () => {
    const own = ['constructor', 'upstream', 'watchdog', 'fail'];
    own.push('runResponseHandlers');
    const overridden = Object.getOwnPropertyNames(EyelidMitm.prototype).filter(
      (name) => !own.includes(name),
    );
    expect(overridden.length).toBeGreaterThan(15);
    const stock = new Set(Object.getOwnPropertyNames(MitmProxy.prototype));
    expect(overridden.filter((name) => !stock.has(name))).toEqual([]);
  });

  it.each([
    'listen',
    'close',
    '_createHttpsServer',
    'onCertificateRequired',
    'onCertificateMissing',
    '_onHttpServerConnectData',
    '_onWebSocketServerConnect',
    'onRequestData',
    'onResponseData',
    'onRequestEnd',
    'onResponseEnd',
    'onConnect',
  ] as const)('%s must never run', async (method) => {
    const { mitm } = await proxy();
    expect(() => mitm[method]()).toThrow(
      /^(listening|closing|TLS|certificates|a CONNECT|upgrades|bodies|the end) /,
    );
  });

  it('gives a CONNECT to whom handles it', async () => {
    const asked: string[] = [];
    const { mitm } = await proxy({
      handleConnect: (request) => void asked.push(request.url ?? ''),
    });
    mitm._onHttpServerConnect(incoming('constructor:443'), new Socket(), Buffer.alloc(0));
    expect(asked).toEqual(['constructor:443']);
  });
});

const HOOKS = ['onRequest', 'onRequestHeaders', 'onResponse', 'onResponseHeaders'] as const;

type Hook = (ctx: unknown, callback: (error?: Error | null) => void) => unknown;

const BAD: readonly (readonly [string, number, Hook])[] = [
  [
    'throws',
    1,
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', 1, () => Promise.reject(new Error('broken'))],
  [
    'calls back twice',
    0,
    (_ctx, callback) => {
      callback();
      callback();
    },
  ],
  [
    'calls back, then throws',
    1,
    (_ctx, callback) => {
      callback();
      throw new Error('broken');
    },
  ],
  [
    'calls back, then rejects',
    1,
    async (_ctx, callback) => {
      callback();
      throw new Error('broken');
    },
  ],
  ['calls back later', 0, (_ctx, callback) => void setImmediate(callback)],
];

const WHERE = HOOKS.flatMap((hook) => [[hook, 'proxy'] as const, [hook, 'exchange'] as const]);

describe.each(WHERE)('a handler of %s of the %s', (hook, whose) => {
  it.each(BAD)('that %s neither crashes nor stalls the exchange', async (_how, told, handler) => {
    const server = await origin();
    const { mitm, faults, port } = await proxy();
    let runs = 0;
    const counted = (ctx: unknown, callback: () => void) => {
      runs += 1;
      return handler(ctx, callback) as undefined;
    };
    if (whose === 'proxy') mitm[hook](counted);
    else {
      mitm.onRequest((ctx, callback) => {
        ctx[hook](counted);
        callback();
      });
    }
    expect(await ask(port, post(server.port), 'abc')).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/);
    expect(server.heads).toHaveLength(1);
    expect(runs).toBe(1);
    expect(faults).toHaveLength(told);
    if (told > 0) expect(faults[0]).toContain(`"where":"${hook}"`);
  });
});

const fails = (): never => {
  throw new Error('broken');
};

describe('a handler of onError', () => {
  it.each<readonly [string, () => unknown, number]>([
    ['throws', fails, 1],
    ['rejects', async () => fails(), 1],
    ['is well', () => undefined, 0],
  ])('that %s does not keep the failure from the client', async (_how, handler, told) => {
    const { mitm, faults, port } = await proxy();
    mitm.onError(handler as () => undefined);
    const text = await ask(port, post(await closedPort()), 'abc');
    expect(text).toMatch(/^HTTP\/1\.1 502 [\s\S]*refused the connection\.\n$/);
    expect(faults).toHaveLength(told);
  });
});

it.each(HOOKS)('a no in %s fails the exchange, and its words stay inside', async (hook) => {
  const { mitm, port } = await proxy();
  mitm[hook]((_ctx, callback) => callback(new Error('secret 10.0.0.1')));
  const text = await ask(port, post((await origin()).port), 'abc');
  expect(text).toMatch(/^HTTP\/1\.1 502 /);
  expect(text).not.toContain('secret');
});

describe('a request', () => {
  it.each([
    'GET http://a.test:99999/ HTTP/1.1',
    'GET ftp://a.test/ HTTP/1.1',
    'OPTIONS * HTTP/1.1',
  ])('line "%s" is refused', async (line) => {
    const { port } = await proxy();
    expect(await ask(port, [line, 'Host: a.test'])).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('for the proxy itself is for the page', async () => {
    const { port } = await proxy();
    expect(await ask(port, ['GET / HTTP/1.1', 'Host: a.test'])).toMatch(/the page$/);
  });

  it('whose beginning fails for a fault of ours is answered, and the fault is told', async () => {
    const { port, faults } = await proxy({
      connectionOf: () => {
        throw new Error('broken');
      },
    });
    const text = await ask(port, ['GET http://a.test/ HTTP/1.1', 'Host: a.test']);
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(faults).toHaveLength(1);
  });

  it('that cannot be forwarded for a fault of ours is answered, and the fault is told', async () => {
    const dog = watchdog();
    dog.watch = () => {
      throw new Error('broken');
    };
    const { port, faults } = await proxy({ watchdog: dog });
    const text = await ask(port, post((await origin()).port), 'abc');
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(faults).toHaveLength(1);
  });

  it('on a connection that nobody knows is refused', async () => {
    const { port } = await proxy({ connectionOf: () => null });
    const text = await ask(port, ['GET http://a.test/ HTTP/1.1', 'Host: a.test']);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });
});
