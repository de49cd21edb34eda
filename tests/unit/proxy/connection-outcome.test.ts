import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../../src/model/program.ts';
import {
  block,
  cut,
  note,
  type Tunnel,
  writeBlocked,
} from '../../../src/proxy/connection-outcome.ts';
import { rule } from '../act/samples.ts';
import { device, host, ruleSet, sampleParts, to } from './samples.ts';
import { readAll, socketPair } from './sockets.ts';

const blocked = rule('block', { text: '||tracker.test^' });

async function opened(change: Partial<Tunnel> = {}) {
  const { near, far } = await socketPair();
  const tunnel = {
    socket: near,
    device: device(),
    destination: to('a.test'),
    startedAt: 0,
    ...change,
  };
  return { tunnel, far, near };
}

it('a client of TLS that is cut is told so by an alert, and the log by the rule', async () => {
  const { tunnel, far } = await opened();
  const { parts, events } = sampleParts();
  const said = readAll(far);
  cut(tunnel, blocked, { parts });
  expect((await said).toString('hex')).toBe('15030300020231');
  expect(events).toMatchObject([{ action: 'block', host: 'a.test', rule: { text: blocked.text } }]);
});

it('a refused CONNECT names the rule, and only what may stand in a header', async () => {
  const { near, far } = await opened();
  const said = readAll(far);
  writeBlocked(near, { ...blocked, list: 'mé\r\n.txt' });
  expect(String(await said)).toContain(`X-Eyelid: m???.txt:${blocked.line}\r\n`);
});

describe('the log', () => {
  it.each([
    ['by the name that was asked for', to('a.test'), host('b.test'), 'a.test'],
    ['by its name, where an address was asked for', to('192.0.2.9'), host('b.test'), 'b.test'],
    ['by its address, where there is no name', to('192.0.2.9'), null, '192.0.2.9'],
  ])('tells a connection %s', async (_how, destination, named, shown) => {
    const { tunnel } = await opened({ destination, named });
    const { parts, events } = sampleParts();
    block(tunnel, blocked, { parts });
    expect(events).toMatchObject([{ host: shown, kind: 'tunnel' }]);
  });

  it.each([
    ['CONNECT', {}],
    ['TLS', { steered: true, program: 'f'.repeat(24) as Fingerprint }],
    ['TCP', { steered: true }],
  ] as const)('says that a connection began with %s', async (method, change) => {
    const { tunnel } = await opened(change);
    const { parts, events } = sampleParts();
    block(tunnel, blocked, { parts });
    expect(events).toMatchObject([{ method, tunnel: null }]);
  });

  it('tells a tunnel with what it moved, and of devices at off nothing', async () => {
    const { tunnel, far, near } = await opened();
    const { parts, events } = sampleParts();
    far.end('12345');
    await readAll(near);
    note(tunnel, near, 'level-off', { parts });
    expect(events).toEqual([]);
    note(tunnel, near, 'refused', { parts });
    expect(events).toMatchObject([{ action: 'pass', bytesUp: 0, bytesDown: 5, tunnel: 'refused' }]);
  });

  it('names what a person let through once, and the rule that it went past', async () => {
    const { tunnel, far, near } = await opened({ destination: to('tracker.test') });
    const { parts, events } = sampleParts({
      rules: () => ruleSet({ hosts: { 'tracker.test': blocked } }),
    });
    far.end();
    await readAll(near);
    note({ ...tunnel, isAllowedOnce: true }, near, 'level-hostname', { parts });
    note({ ...tunnel, destination: to('a.test'), isAllowedOnce: true }, near, 'grpc', { parts });
    expect(events).toMatchObject([
      {
        action: 'allow',
        observed: false,
        rule: { list: 'allow-once' },
        undone: { text: blocked.text },
      },
      { action: 'pass', rule: null, undone: null },
    ]);
  });

  it.each([
    ['enforce', to('tracker.test'), null, null],
    ['observe', to('tracker.test'), null, blocked.text],
    ['observe', to('192.0.2.9'), host('tracker.test'), blocked.text],
    ['observe', to('a.test'), null, null],
  ] as const)('in mode %s tells which tunnel would have been refused', async (...row) => {
    const [mode, destination, named, by] = row;
    const { tunnel, near } = await opened({ device: device({ mode }), destination, named });
    const { parts, events } = sampleParts({
      rules: () => ruleSet({ hosts: { 'tracker.test': blocked } }),
    });
    note(tunnel, near, 'level-hostname', { parts });
    const told = { action: by === null ? 'pass' : 'block', observed: by !== null };
    expect(events).toMatchObject([{ ...told, tunnel: 'level-hostname' }]);
    expect(events[0]?.rule?.text ?? null).toBe(by);
  });
});
