import { describe, expect, it } from 'vitest';
import { resourceType } from '../../../src/classify/resource-type.ts';
import { readSignals } from '../../../src/classify/signals.ts';
import { RESOURCE_TYPES, typeBit } from '../../../src/model/request.ts';

const FETCHED = ['script', 'stylesheet', 'image', 'font', 'media', 'object', 'xhr', 'other'];

function classify(method: string, target: string, headers: Record<string, string>) {
  const { types, type } = resourceType(
    method,
    'https',
    target,
    readSignals(Object.entries(headers).flat()),
  );
  const names = RESOURCE_TYPES.filter((name) => (types & typeBit(name)) !== 0);
  expect(names).toContain(type);
  return [type, ...names.filter((name) => name !== type)];
}

describe('with Sec-Fetch-Dest', () => {
  it.each([
    ['document', 'document'],
    ['iframe', 'subdocument'],
    ['frame', 'subdocument'],
    ['fencedframe', 'subdocument'],
    ['script', 'script'],
    ['worker', 'script'],
    ['sharedworker', 'script'],
    ['serviceworker', 'script'],
    ['audioworklet', 'script'],
    ['paintworklet', 'script'],
    ['json', 'script'],
    ['style', 'stylesheet'],
    ['image', 'image'],
    ['font', 'font'],
    ['audio', 'media'],
    ['video', 'media'],
    ['track', 'media'],
    ['object', 'object'],
    ['embed', 'object'],
    ['empty', 'xhr'],
    ['websocket', 'websocket'],
    ['manifest', 'other'],
    ['report', 'other'],
    ['xslt', 'other'],
    ['', 'other'],
    ['no-such-thing', 'other'],
  ])('%j is %s and nothing else', (dest, expected) => {
    // The path and Accept must not matter.
    const headers = { 'Sec-Fetch-Dest': dest, Accept: 'text/html' };
    expect(classify('GET', '/a.css', headers)).toEqual([expected]);
  });
});

describe('beacons and sockets', () => {
  it.each([
    ['POST', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'no-cors' }, ['ping', 'xhr']],
    ['GET', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'no-cors' }, ['xhr']],
    ['POST', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors' }, ['xhr']],
    ['POST', { 'Ping-To': 'https://b.example/' }, ['ping', 'xhr']],
    ['POST', { 'Content-Type': 'text/ping' }, ['ping', 'xhr']],
    ['POST', { 'Content-Type': 'Text/Ping; charset=utf-8' }, ['ping', 'xhr']],
    ['GET', { Upgrade: 'websocket' }, ['websocket']],
    ['GET', { Upgrade: 'WebSocket, h2c', 'Sec-Fetch-Dest': 'empty' }, ['websocket']],
    ['GET', { Upgrade: 'h2c', 'Sec-Fetch-Dest': 'image' }, ['image']],
  ])('%s %j', (method, headers, expected) => {
    expect(classify(method, '/x', headers)).toEqual(expected);
  });

  it('knows a WebSocket by its scheme', () => {
    expect(resourceType('GET', 'wss', '/', readSignals([])).type).toBe('websocket');
  });
});

describe('without Sec-Fetch', () => {
  it.each([
    ['GET', '/', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, ['document']],
    [
      'GET',
      '/',
      { Accept: 'text/html,*/*;q=0.8', Referer: 'http://a.example/' },
      ['document', 'subdocument'],
    ],
    ['POST', '/tr/', { Accept: 'text/html,*/*;q=0.8' }, ['document', 'subdocument']],
    ['GET', '/x', { Accept: 'text/css,*/*;q=0.1' }, ['stylesheet']],
    ['GET', '/x', { Accept: 'image/avif,image/webp,*/*;q=0.8' }, ['image']],
    ['GET', '/x', { Accept: 'IMAGE/png' }, ['image']],
    ['GET', '/x', { Accept: 'application/json, text/plain, */*' }, ['xhr']],
    ['GET', '/x', { Accept: 'text/event-stream' }, ['xhr']],
    ['GET', '/x', { Accept: 'video/webm' }, ['media']],
    ['GET', '/a.js', { 'X-Requested-With': 'XMLHttpRequest' }, ['xhr']],
    [
      'GET',
      '/a.js',
      { 'X-Requested-With': 'com.android.browser', Accept: '*/*' },
      ['script', 'xhr'],
    ],
    ['GET', '/a.js?v=1.png', {}, ['script', 'xhr']],
    ['GET', '/a.WOFF2', {}, ['font', 'xhr']],
    ['GET', '/a.gif?x=/b', {}, ['image', 'xhr']],
    ['GET', '/data.json', {}, ['xhr']],
    ['GET', '/v1.2/items', {}, ['other', ...FETCHED.slice(0, -1)]],
    ['GET', '/', {}, ['other', ...FETCHED.slice(0, -1)]],
    ['POST', '/a.js', { Accept: '*/*' }, ['xhr', 'ping', 'other']],
    ['POST', '/', {}, ['xhr', 'ping', 'other']],
  ])('%s %s %j', (method, target, headers, expected) => {
    expect(classify(method, target, headers as Record<string, string>)).toEqual(expected);
  });
});
