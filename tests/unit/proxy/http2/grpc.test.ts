import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../../src/model/device.ts';
import { GrpcHosts, isGrpc } from '../../../../src/proxy/http2/grpc.ts';
import { host } from '../samples.ts';

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

describe('GrpcHosts', () => {
  const [phone, television] = ['mac:1' as DeviceId, 'mac:2' as DeviceId];

  it('remembers a host for the device that spoke with it, for a day', () => {
    let now = 0;
    const hosts = new GrpcHosts(() => now);
    expect(hosts.has(phone, host('a.test'))).toBe(false);
    hosts.learn(phone, host('a.test'));
    expect(hosts.has(phone, host('a.test'))).toBe(true);
    expect(hosts.has(phone, host('b.test'))).toBe(false);
    expect(hosts.has(television, host('a.test'))).toBe(false);
    now = 24 * 3_600_000;
    expect(hosts.has(phone, host('a.test'))).toBe(false);
  });

  it('forgets the oldest of a thousand, and what is used again is not the oldest', () => {
    const hosts = new GrpcHosts(() => 0);
    for (let i = 0; i < 1_000; i += 1) hosts.learn(phone, host(`h${i}.test`));
    hosts.learn(phone, host('h0.test'));
    hosts.learn(phone, host('new.test'));
    const known = ['h0.test', 'h1.test', 'new.test'].map((name) => hosts.has(phone, host(name)));
    expect(known).toEqual([true, false, true]);
  });
});
