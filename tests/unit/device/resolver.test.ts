import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { defaultGateways, reverseLookup } from '../../../src/device/resolver.ts';

const ROUTES = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
wg0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0
`;

it('reads the default gateways of the kernel', () => {
  expect(defaultGateways(ROUTES)).toEqual(['192.168.1.1']);
  expect(defaultGateways('')).toEqual([]);
});

it('reads whatever else stands there without an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(defaultGateways(text).every((one) => /^\d+(\.\d+){3}$/.test(one))).toBe(true);
    }),
  );
});

/** A name server on loopback that gives every question one PTR record. */
async function nameServer(host: string): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.on('message', (query, from) => {
    asked.push(query.subarray(13, 13 + (query[12] ?? 0)).toString());
    const name = host.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
    // RFC 1035 section 4.1: answer, one record, its name a pointer to the question.
    const record = [0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 60, 0, name.length + 1, ...name, 0];
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const head = Buffer.from([...query.subarray(0, 2), 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
    socket.send(Buffer.concat([head, question, Buffer.from(record)]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, asked };
}

it('asks the server that is named', async () => {
  const { port, asked } = await nameServer('tv.lan');
  const lookUp = reverseLookup([`127.0.0.1:${port}`]);
  expect(await lookUp('192.168.77.5')).toEqual(['tv.lan']);
  expect(asked).toEqual(['5']);
});
