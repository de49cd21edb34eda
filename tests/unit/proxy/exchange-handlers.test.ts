import { describe, expect, it, vi } from 'vitest';
import type { ProxyParts } from '../../../src/proxy/ports.ts';
import type { Script } from '../../support/scripted-origin.ts';
import { edit, rule } from '../act/samples.ts';
import { ask, clientOf, origin } from './exchange.ts';
import { get, handledProxy as proxy } from './handled.ts';
import { device, ruleSet, type Sample } from './samples.ts';
import { closedPort, PATIENCE } from './sockets.ts';

const broken = (): never => {
  throw new Error('broken');
};

const tracking: Script = (socket) =>
  socket.write('HTTP/1.1 200 OK\r\nX-Track: 1\r\nContent-Length: 2\r\n\r\nok');

const form = (port: number) => [
  `POST http://127.0.0.1:${port}/x HTTP/1.1`,
  'Host: a.test',
  'Content-Length: 3',
];

describe('an exchange is written down', () => {
  it('once, when it is over, with its bytes', async () => {
    const { port, events } = await proxy();
    const text = await ask(port, get((await origin()).port));
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ path: '/x?a=b', action: 'pass', status: 200 });
    expect(events[0]?.bytesDown).toBe(text.length);
  });

  it('where it was blocked: the origin is not asked', async () => {
    const block = rule('block');
    const { port, events } = await proxy(() => ({
      rules: () => ruleSet({ match: () => ({ block }) }),
    }));
    const server = await origin();
    await ask(port, get(server.port));
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ action: 'block', status: null });
    expect(server.heads).toEqual([]);
  });

  it('where the response was edited', async () => {
    const edits = [edit('responseHeader', 'x-track')];
    const { port, events } = await proxy(() => ({
      rules: () => ruleSet({ match: () => ({ edits }) }),
    }));
    const server = await origin(tracking);
    expect(await ask(port, get(server.port))).not.toMatch(/x-track/i);
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ action: 'strip', removed: ['x-track'] });
  });

  it('where it failed', async () => {
    const { port, events } = await proxy();
    await ask(port, get(await closedPort()));
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ action: 'pass', status: null });
  });

  it('where the client left', async () => {
    const { port, events } = await proxy();
    const server = await origin(() => undefined);
    const client = await clientOf(port);
    client.send(`${get(server.port).join('\r\n')}\r\n\r\n`);
    await expect.poll(() => server.heads.length, PATIENCE).toBe(1);
    client.destroy();
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
  });

  it('but not for a device at level off', async () => {
    const { port, events } = await proxy(({ parts }) => ({
      devices: { ...parts.devices, identify: () => device({ level: 'off' }) },
    }));
    expect(await ask(port, get((await origin()).port))).toMatch(/ok$/);
    expect(events).toEqual([]);
  });
});

describe('a fault of our own', () => {
  it.each<readonly [string, (sample: Sample) => Partial<ProxyParts>]>([
    ['in describing', ({ parts }) => ({ classify: { ...parts.classify, describe: broken } })],
    ['in the rules', () => ({ rules: broken })],
    ['in matching', () => ({ rules: () => ruleSet({ match: broken }) })],
    [
      'in reading a body',
      ({ parts }) => ({
        classify: { ...parts.classify, readBody: broken },
        rules: () => ruleSet({ wantsBody: true }),
      }),
    ],
    ['in matching a body', () => ({ rules: () => ruleSet({ wantsBody: true, match: broken }) })],
    ['in the journal', () => ({ events: { record: broken } })],
    [
      'in editing the response',
      () => {
        const edits = [{ kind: 'responseHeader' as const, rule: rule('strip'), test: broken }];
        return { rules: () => ruleSet({ match: () => ({ edits }) }) };
      },
    ],
  ])('%s is told once, and the traffic goes on', async (_where, change) => {
    const { port, faults } = await proxy(change);
    const server = await origin(tracking);
    expect(await ask(port, form(server.port), 'abc')).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/);
    await vi.waitFor(() => expect(faults).toHaveLength(1), PATIENCE);
    expect(faults[0]).toContain('Error: broken');
    expect(server.heads).toHaveLength(1);
  });
});
