import { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ExchangeContext } from '../../../src/proxy/context.ts';
import { connection, device, incoming, to } from './samples.ts';

function context(encrypted = false): ExchangeContext {
  const request = incoming('http://a.test/x');
  return new ExchangeContext({
    connection: connection({ id: 7, encrypted }),
    device: device(),
    request,
    response: new ServerResponse(request),
    named: to('a.test', 80),
    url: 'http://a.test/x',
    outgoing: { dial: to('a.test', 80), servername: null, method: 'GET', path: '/x', headers: [] },
    startedAt: 1_000,
  });
}

it('begins with nothing found out', () => {
  const ctx = context();
  expect(ctx).toMatchObject({ uuid: '7-1000', isSSL: false, url: 'http://a.test/x' });
  expect(ctx.notes).toEqual({
    request: null,
    body: null,
    judgement: null,
    verdict: null,
    removed: [],
    streamed: null,
    status: null,
    program: null,
    decided: null,
    firstByte: null,
    silent: false,
  });
  expect(context(true).isSSL).toBe(true);
});

it.each([
  ['onRequest', 'onRequestHandlers'],
  ['onRequestHeaders', 'onRequestHeadersHandlers'],
  ['onResponse', 'onResponseHandlers'],
  ['onResponseHeaders', 'onResponseHeadersHandlers'],
  ['onError', 'onErrorHandlers'],
] as const)('%s adds to its own list, in order', (method, list) => {
  const ctx = context();
  const [first, second] = [() => undefined, () => undefined];
  ctx[method](first);
  ctx[method](second);
  expect(ctx[list]).toEqual([first, second]);
  expect(context()[list]).toEqual([]);
});

it('a filter of the response makes it modified', () => {
  const ctx = context();
  const filter = new PassThrough();
  ctx.addRequestFilter(filter);
  expect(ctx).toMatchObject({
    requestFilters: [filter],
    responseContentPotentiallyModified: false,
  });
  ctx.addResponseFilter(filter);
  expect(ctx).toMatchObject({
    responseFilters: [filter],
    responseContentPotentiallyModified: true,
  });
});

it.each([
  ['onRequestData', /addRequestFilter/],
  ['onResponseData', /addResponseFilter/],
  ['onRequestEnd', /clientToProxyRequest/],
  ['onResponseEnd', /proxyToClientResponse/],
  ['use', /before it listens/],
] as const)('%s is refused, saying what to do instead', (method, advice) => {
  expect(() => context()[method]()).toThrow(advice);
});
