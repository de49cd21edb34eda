import { expect, it } from 'vitest';
import { readSignals } from '../../../src/classify/signals.ts';

it('reads each header whatever its case', () => {
  const headers = [
    'Accept',
    'text/css',
    'CONTENT-TYPE',
    'text/plain',
    'Origin',
    'https://a.example',
    'Ping-To',
    'https://b.example/',
    'Referer',
    'https://a.example/x',
    'X-Requested-With',
    'XMLHttpRequest',
    'sec-fetch-dest',
    'empty',
    'Sec-Fetch-Mode',
    'cors',
    'Sec-Fetch-Site',
    'cross-site',
    'Upgrade',
    'websocket',
  ];
  expect(readSignals(headers)).toEqual({
    accept: 'text/css',
    contentType: 'text/plain',
    origin: 'https://a.example',
    pingTo: 'https://b.example/',
    referer: 'https://a.example/x',
    requestedWith: 'XMLHttpRequest',
    dest: 'empty',
    mode: 'cors',
    site: 'cross-site',
    upgrade: 'websocket',
  });
});

it('takes the first of a repeated header, and null for what is not there', () => {
  const signals = readSignals(['Referer', 'first', 'Referer', 'second', 'Refererr', 'x', 'lone']);
  expect(signals.referer).toBe('first');
  expect(Object.values(signals).filter((value) => value !== null)).toHaveLength(1);
});
