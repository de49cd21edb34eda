import { expect, it } from 'vitest';
import { ANY_TYPE, typeBit } from '../../../src/model/request.ts';
import { askReadable } from '../../../src/proxy/ask-readable.ts';

it.each([
  ['gzip, deflate, br, zstd', 'gzip, deflate, br'],
  ['GZIP;q=0.5,zstd;q=1 , br ; q=0.1', 'GZIP;q=0.5, br ; q=0.1'],
  ['identity;q=0, gzip', 'identity;q=0, gzip'],
  ['*', 'identity'],
  ['zstd', 'identity'],
  ['', 'identity'],
])('of %j the server is offered %j', (offered, expected) => {
  expect(askReadable(['A', '1', 'accept-encoding', offered, 'B', '2'], ANY_TYPE)).toEqual([
    ...['A', '1', 'accept-encoding', expected, 'B', '2'],
  ]);
});

it('asks for the whole thing, whatever the device has, but for pictures', () => {
  const headers = ['If-None-Match', '"1"', 'If-Range', '"1"', 'IF-Modified-Since', 'Sun'];
  expect(askReadable(headers, ANY_TYPE)).toEqual(['If-Range', '"1"']);
  expect(askReadable(headers, typeBit('image'))).toEqual(headers);
});
