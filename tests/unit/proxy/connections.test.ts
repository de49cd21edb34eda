import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createConnections } from '../../../src/proxy/connections.ts';
import { to } from './samples.ts';

const ARRIVAL = {
  wayIn: 'explicit',
  clientAddress: '192.168.1.20',
  clientPort: 50_000,
  destination: null,
} as const;

it('a connection has a number of its own, and is not known before it begins', () => {
  const connections = createConnections(() => 7);
  const [one, other] = [new PassThrough(), new PassThrough()];
  expect(connections.of(one)).toBeNull();
  connections.begin(one, ARRIVAL);
  connections.begin(other, ARRIVAL);
  expect(connections.of(one)).toEqual({
    ...ARRIVAL,
    id: 1,
    sni: null,
    program: null,
    encrypted: false,
    openedAt: 7,
  });
  expect(connections.of(other)?.id).toBe(2);
});

it('what is learnt of it is kept, and of others nothing', () => {
  const connections = createConnections(() => 0);
  const socket = new PassThrough();
  connections.update(socket, { destination: to('a.test') });
  expect(connections.of(socket)).toBeNull();
  connections.begin(socket, ARRIVAL);
  connections.update(socket, { destination: to('a.test') });
  expect(connections.of(socket)?.destination).toEqual(to('a.test'));
});

it('TLS that was ended on it is the same connection, and that of a stranger none', () => {
  const connections = createConnections(() => 0);
  const [raw, secured] = [new PassThrough(), new PassThrough()];
  expect(connections.secure(secured, raw)).toBeNull();
  expect(connections.of(secured)).toBeNull();
  connections.begin(raw, ARRIVAL);
  expect(connections.secure(secured, raw)?.id).toBe(1);
  expect(connections.of(secured)).toMatchObject({ id: 1, encrypted: true });
  expect(connections.of(raw)?.encrypted).toBe(false);
});
