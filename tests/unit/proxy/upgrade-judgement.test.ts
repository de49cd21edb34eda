import { describe, expect, it } from 'vitest';
import type { Script } from '../../support/scripted-origin.ts';
import { edit, rule } from '../act/samples.ts';
import { clientOf, origin } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { ruleSet, stripsFbclid } from './samples.ts';
import { agrees, upgrade } from './upgrading.ts';

const block = rule('block');

describe('an upgrade to WebSocket', () => {
  it('that is blocked does not reach the server', async () => {
    const server = await origin(agrees);
    const { port, events } = await startProxy(
      {},
      { rules: () => ruleSet({ match: () => ({ block }) }) },
    );
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 [2345]\d\d /);
    expect(server.heads).toEqual([]);
    expect(events).toMatchObject([{ kind: 'websocket', action: 'block', status: null }]);
  });

  it('is edited like any other exchange', async () => {
    const edits = [stripsFbclid(rule('strip')), edit('responseCookie', '_fbp')];
    const server = await origin(agrees);
    const { port } = await startProxy({}, { rules: () => ruleSet({ match: () => ({ edits }) }) });
    const client = await clientOf(port);
    client.send(upgrade(server.port, '/ws?fbclid=1&a=2'));
    expect(await client.until(/first$/)).not.toMatch(/_fbp|alt-svc/i);
    expect(server.heads[0]).toMatch(/^GET \/ws\?a=2 /);
  });

  it('of a device at level off is neither judged nor written down', async () => {
    const server = await origin(agrees);
    const rules = () => ruleSet({ match: () => ({ block }) });
    const { port, events } = await startProxy({ level: 'off' }, { rules });
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    await client.until(/first$/);
    client.destroy();
    expect(events).toEqual([]);
  });

  it.each<readonly [string, Script]>([
    ['agreement', agrees],
    ['refusal', (socket) => socket.write('HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\nleak')],
  ])('whose %s a rule on headers blocks is answered in its place', async (_what, script) => {
    const server = await origin(script);
    const match = (_request: unknown, _body: unknown, response: unknown) =>
      response === null ? {} : { block };
    const rules = () => ruleSet({ asksResponses: true, match });
    const { port, events } = await startProxy({}, { rules });
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    const text = await client.end();
    expect(text).toMatch(/^HTTP\/1\.1 \d\d\d Eyelid\r\n[\s\S]*X-Eyelid: /);
    expect(text).not.toMatch(/101|_fbp|first|leak/);
    expect(server.heads).toHaveLength(1);
    const status = script === agrees ? 101 : 403;
    expect(events).toMatchObject([{ kind: 'websocket', action: 'block', status }]);
  });

  it('goes on as it is where a rule on headers fails', async () => {
    const match = (_request: unknown, _body: unknown, response: unknown) => {
      if (response !== null) throw new Error('broken');
      return {};
    };
    const rules = () => ruleSet({ asksResponses: true, match });
    const { port, faults } = await startProxy({}, { rules });
    const client = await clientOf(port);
    client.send(upgrade((await origin(agrees)).port));
    await client.until(/first$/);
    client.destroy();
    expect(faults).toHaveLength(1);
  });

  it('that our own code cannot judge goes on, and the fault is told', async () => {
    const server = await origin(agrees);
    const { port, faults } = await startProxy(
      {},
      {
        rules: () => {
          throw new Error('broken');
        },
      },
    );
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    await client.until(/first$/);
    expect(faults).toHaveLength(1);
  });
});
