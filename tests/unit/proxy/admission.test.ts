import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../../src/proxy/admission.ts';
import type { Arrival } from '../../../src/proxy/arrival.ts';
import { Clients } from '../../../src/proxy/clients.ts';
import { addressSet, homeRanges } from '../../../src/proxy/ranges.ts';
import type { Opener } from '../../../src/proxy/transparent-listeners.ts';
import { clientOf } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { closed, PATIENCE, readAll, socketPair } from './sockets.ts';

const LOOPBACK = addressSet([{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }]);

/** The door, and who came through it. */
function door({
  clients = homeRanges([]),
  proxyProtocolFrom = addressSet([]),
  settle = (_address: string): Promise<void> | null => null,
  isOnLink = (_address: string): boolean => false,
  deviceAt = (address: string): string => `ip:${address}`,
} = {}) {
  const admitted: Arrival[] = [];
  const warned: object[] = [];
  const refused: object[] = [];
  const faults: unknown[] = [];
  const accept = createAdmission({
    clients: new Clients(clients),
    proxyProtocolFrom,
    isOwn: (address) => address === '192.168.1.2',
    isOnLink,
    settle,
    deviceAt,
    admitted: (_socket, arrival) => admitted.push(arrival),
    fault: (error) => faults.push(error),
    log: {
      debug: (fields) => refused.push(fields),
      warn: (fields) => warned.push(fields),
      error: () => undefined,
    },
    now: () => 0,
  });
  return { accept, admitted, warned, refused, faults };
}

describe('a connection', () => {
  it.each<readonly [string, Opener | null, Partial<Arrival>]>([
    ["to the proxy's own port", null, { wayIn: 'explicit', destination: null }],
    ['that was steered here', 'starter', { wayIn: 'transparent' }],
  ])('%s is let in as that', async (_what, opener, arrival) => {
    const { near } = await socketPair();
    const { accept, admitted } = door();
    accept(near, opener);
    expect(admitted).toMatchObject([{ clientAddress: '127.0.0.1', ...arrival }]);
  });

  it.each([
    ['as nobody can tell whose it is', null],
    ['as waiting for that failed', () => Promise.reject(new Error('no tables'))],
  ])('is let in, %s, and the fault is told', async (_what, settle) => {
    const { near } = await socketPair();
    const broken = new Error('broken');
    const { accept, admitted, faults } = door({
      ...(settle !== null && { settle }),
      deviceAt: () => {
        throw broken;
      },
    });
    accept(near, null);
    await expect.poll(() => admitted.length, PATIENCE).toBe(1);
    expect(faults).toContain(broken);
    expect(faults).toHaveLength(settle === null ? 1 : 2);
  });

  it('waits until it can be told which device it is from', async () => {
    const { near } = await socketPair();
    const asked: string[] = [];
    let known = (): void => undefined;
    const settle = (address: string) => {
      asked.push(address);
      return new Promise<void>((resolve) => {
        known = resolve;
      });
    };
    const { accept, admitted } = door({ settle });
    accept(near, 'starter');
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['127.0.0.1']);
    expect(admitted).toEqual([]);
    known();
    await expect.poll(() => admitted.length, PATIENCE).toBe(1);
  });

  it('that left meanwhile is not let in', async () => {
    const { near } = await socketPair();
    const { accept, admitted } = door({ settle: () => Promise.resolve() });
    accept(near, 'starter');
    near.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(admitted).toEqual([]);
  });

  it('from elsewhere is cut', async () => {
    const { near, far } = await socketPair();
    const { accept, admitted, refused } = door({ clients: addressSet([]) });
    accept(near, null);
    expect(String(await readAll(far))).toBe('');
    expect(admitted).toEqual([]);
    expect(refused).toEqual([{ client: '127.0.0.1', why: 'foreign' }]);
  });

  it('of a network of ours is let in where it was steered here, and nowhere else', async () => {
    const steered = await socketPair();
    const { accept, admitted } = door({ clients: addressSet([]), isOnLink: () => true });
    accept(steered.near, 'starter');
    expect(admitted).toHaveLength(1);
    for (const opener of [null, 'ourselves'] as const) {
      const { near } = await socketPair();
      accept(near, opener);
      expect(near.destroyed).toBe(true);
    }
    expect(admitted).toHaveLength(1);
  });

  it('is not let in for what a header says of its network', async () => {
    const { near, far } = await socketPair();
    const { accept, admitted } = door({
      clients: addressSet([]),
      isOnLink: () => true,
      proxyProtocolFrom: LOOPBACK,
    });
    accept(near, 'starter');
    far.write('PROXY TCP6 2a02:8108::5 2606:4700::7 50000 443\r\n');
    await closed(near);
    expect(admitted).toEqual([]);
  });

  it('whose sender is believed is from whom the sender says', async () => {
    const { near, far } = await socketPair();
    const { accept, admitted } = door({ proxyProtocolFrom: LOOPBACK });
    accept(near, null);
    far.write('PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\r\n');
    await expect.poll(() => admitted.length, PATIENCE).toBe(1);
    expect(admitted[0]).toMatchObject({ clientAddress: '192.168.1.20', clientPort: 50_000 });
  });

  it('whose sender must say whom it is from, and does not, is cut', async () => {
    const { near, far } = await socketPair();
    const { accept, admitted } = door({ proxyProtocolFrom: LOOPBACK });
    accept(near, null);
    far.write('GET / HTTP/1.1\r\n\r\n');
    await closed(near);
    expect(admitted).toEqual([]);
  });

  it('of our own that was steered back is cut, and a person is told how it came', async () => {
    const { accept, admitted, warned } = door({ proxyProtocolFrom: LOOPBACK });
    for (let i = 0; i < 3; i += 1) {
      const { near, far } = await socketPair();
      accept(near, 'starter');
      far.write('PROXY TCP4 192.168.1.2 198.51.100.7 50000 443\r\n');
      await closed(near);
    }
    expect(admitted).toEqual([]);
    expect(warned).toMatchObject([{ client: '192.168.1.2', wayIn: 'transparent' }]);
  });
});

it('a client from elsewhere is cut before it is heard', async () => {
  const { port, events } = await startProxy({}, {}, { clients: addressSet([]) });
  const client = await clientOf(port);
  client.send('GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\n\r\n');
  expect(await client.end()).toBe('');
  expect(events).toEqual([]);
});
