import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Clients } from '../../../src/proxy/clients.ts';
import { homeRanges } from '../../../src/proxy/ranges.ts';
import { closed } from './sockets.ts';

const clients = () => new Clients(homeRanges([]));

describe('admit', () => {
  it.each(['127.0.0.1', '192.168.1.5', 'fe80::1', 'fd00::5'])('lets %s in', (address) => {
    expect(clients().admit(new Socket(), address)).toBe('admitted');
  });

  it.each(['1.1.1.1', '2606:4700::1', '', 'nonsense'])('refuses "%s"', (address) => {
    const all = clients();
    expect(all.admit(new Socket(), address)).toBe('foreign');
    expect(all.size).toBe(0);
  });

  it('takes 1,024 connections of one address, and those of others still', () => {
    const all = clients();
    const admitted = Array.from({ length: 1_024 }, () => all.admit(new Socket(), '10.0.0.1'));
    expect(new Set(admitted)).toEqual(new Set(['admitted']));
    expect(all.admit(new Socket(), '10.0.0.1')).toBe('too-many');
    expect(all.admit(new Socket(), '10.0.0.2')).toBe('admitted');
    expect(all.size).toBe(1_025);
  });

  it('forgets a connection when it closes, and has room again', async () => {
    const all = clients();
    const sockets = Array.from({ length: 1_024 }, () => new Socket());
    for (const socket of sockets) all.admit(socket, '10.0.0.1');
    const [first, second] = sockets as [Socket, Socket];
    for (const socket of [first, second]) {
      socket.destroy();
      await closed(socket);
    }
    expect(all.size).toBe(1_022);
    expect(all.admit(new Socket(), '10.0.0.1')).toBe('admitted');
    expect(all.admit(new Socket(), '10.0.0.1')).toBe('admitted');
    expect(all.admit(new Socket(), '10.0.0.1')).toBe('too-many');
  });
});

it('takes 4,096 connections of one device, whatever its addresses, and has room again', async () => {
  const all = clients();
  const sockets = Array.from({ length: 4_096 }, () => new Socket());
  const counted = sockets.map((socket, at) => {
    const admitted = all.admit(socket, `fd00::${(at % 64).toString(16)}`);
    return admitted === 'admitted' && all.attribute(socket, 'mac:02:00:00:00:00:01');
  });
  expect(new Set(counted)).toEqual(new Set([true]));
  const one = new Socket();
  expect(all.admit(one, 'fd00::ffff')).toBe('admitted');
  expect(all.attribute(one, 'mac:02:00:00:00:00:01')).toBe(false);
  expect(all.attribute(one, 'mac:02:00:00:00:00:02')).toBe(true);
  const [first] = sockets as [Socket];
  first.destroy();
  await closed(first);
  expect(all.attribute(new Socket(), 'mac:02:00:00:00:00:01')).toBe(true);
});

it('destroyAll closes every connection', async () => {
  const all = clients();
  const sockets = ['10.0.0.1', '10.0.0.1', '10.0.0.2'].map((address) => {
    const socket = new Socket();
    all.admit(socket, address);
    return socket;
  });
  all.destroyAll();
  await Promise.all(sockets.map(closed));
  expect(all.size).toBe(0);
});
