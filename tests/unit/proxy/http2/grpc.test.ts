import { describe, expect, it } from 'vitest';
import { isGrpc } from '../../../../src/proxy/http2/grpc.ts';

const CALL = ['Content-Type', 'application/grpc', 'Te', 'trailers'];

describe('isGrpc', () => {
  it.each([
    ['a call', 'POST', CALL, true],
    [
      'one that names its messages',
      'POST',
      ['content-type', 'application/grpc+proto', 'te', 'trailers'],
      true,
    ],
    [
      'one for the web',
      'POST',
      ['Content-Type', 'application/grpc-web+proto', 'Te', 'trailers'],
      false,
    ],
    ['a page that says so', 'POST', [...CALL, 'Sec-Fetch-Mode', 'cors'], false],
    ['a page that cannot say TE', 'POST', ['Content-Type', 'application/grpc'], false],
    ['another method', 'GET', CALL, false],
    ['another type', 'POST', ['Content-Type', 'application/grpcx', 'Te', 'trailers'], false],
    ['no type', 'POST', ['Te', 'trailers'], false],
  ])('%s', (_what, method, headers, expected) => {
    expect(isGrpc(method, headers)).toBe(expected);
  });
});
