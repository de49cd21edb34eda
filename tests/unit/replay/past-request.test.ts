import { expect, test } from 'vitest';
import { ANY_TYPE, typeBit } from '../../../src/model/request.ts';
import { pastRequest, undeclared } from '../../../src/replay/past-request.ts';
import { past } from './samples.ts';

test('an event becomes the request it was, as far as the log tells', () => {
  expect(pastRequest(past(), null)).toEqual({
    method: 'GET',
    url: 'https://t.tracker.example/p?id&ev',
    headers: [],
    scheme: 'https',
    hostname: 't.tracker.example',
    port: 443,
    target: '/p?id&ev',
    types: typeBit('image'),
    type: 'image',
    party: 'third',
    page: 'shop.example',
    device: null,
  });
});

test.each([
  [{ kind: 'http', port: 80 }, 'http://t.tracker.example/p?id&ev'],
  [{ kind: 'http', port: 8080 }, 'http://t.tracker.example:8080/p?id&ev'],
  [{ kind: 'websocket', port: 443 }, 'wss://t.tracker.example/p?id&ev'],
  [{ kind: 'websocket', port: 80 }, 'ws://t.tracker.example/p?id&ev'],
  [{ host: '::1' }, 'https://[::1]/p?id&ev'],
  [{ path: '' }, 'https://t.tracker.example/'],
] as const)('%j is %s', (changes, url) => {
  expect(pastRequest(past(changes), null)?.url).toBe(url);
});

test('a tunnel has no request, nor has what is no hostname', () => {
  expect(pastRequest(past({ kind: 'tunnel' }), null)).toBeNull();
  expect(pastRequest(past({ host: 'a b' }), null)).toBeNull();
});

test('the type of a client that does not declare it is one of several', () => {
  const script = pastRequest(past({ path: '/x.js', type: 'script' }), null);
  expect(script && undeclared(script)?.types).toBe(typeBit('script') | typeBit('xhr'));
  const page = pastRequest(past({ type: 'document' }), null);
  expect(page && undeclared(page)).toBeNull();
  const other = pastRequest(past({ type: 'other' }), null);
  const types = (other && undeclared(other)?.types) ?? 0;
  expect(types & typeBit('image')).not.toBe(0);
  expect(types).not.toBe(ANY_TYPE);
});
