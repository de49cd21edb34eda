import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { firstToSpeak, joinHalf, relay } from '../../../src/proxy/tunnel.ts';
import { type Pair, readAll, socketPair } from './sockets.ts';

interface Tunnel {
  readonly client: Pair;
  readonly server: Pair;
  readonly done: Promise<void>;
}

/** `client.far` and `server.far` are the two that talk; the near ends are ours. */
async function tunnel(): Promise<Tunnel> {
  const [client, server] = await Promise.all([socketPair(), socketPair()]);
  return { client, server, done: relay(client.near, server.near) };
}

describe('relay', () => {
  it('carries both ways', async () => {
    const { client, server, done } = await tunnel();
    const [up, down] = [randomBytes(300_000), randomBytes(200_000)];
    client.far.end(up);
    server.far.end(down);
    expect((await readAll(server.far)).equals(up)).toBe(true);
    expect((await readAll(client.far)).equals(down)).toBe(true);
    await done;
  });

  it.each([
    ['client', 'server'],
    ['server', 'client'],
  ] as const)('passes on the end of the %s alone', async (first, second) => {
    const ends = await tunnel();
    ends[first].far.end('a question');
    expect((await readAll(ends[second].far)).toString()).toBe('a question');
    ends[second].far.end('an answer');
    expect((await readAll(ends[first].far)).toString()).toBe('an answer');
    await ends.done;
  });

  it.each([
    ['client', 'server'],
    ['server', 'client'],
  ] as const)('cuts the other where the %s is cut', async (first, second) => {
    const ends = await tunnel();
    ends[first].far.resetAndDestroy();
    expect((await readAll(ends[second].far)).length).toBe(0);
    await ends.done;
    expect(ends[second].near.destroyed).toBe(true);
  });

  it('does not read more than the other side takes', async () => {
    const { client, server } = await tunnel();
    server.far.pause();
    const chunk = Buffer.alloc(64 * 1024);
    // Fills what the kernel and the streams hold; if nothing held the writer back, it never ended.
    let written = 0;
    const accepted = () =>
      new Promise<boolean>((resolve) => {
        if (client.far.write(chunk)) resolve(true);
        else {
          client.far.once('drain', () => resolve(true));
          whenStill(
            () => client.near.bytesRead,
            () => resolve(false),
          );
        }
      });
    while ((await accepted()) && written < 500) written += 1;
    expect(written).toBeLessThan(500);
    expect(server.near.writableLength).toBeLessThan(1_000_000);
    client.far.end();
    let arrived = 0;
    for await (const part of server.far) arrived += (part as Buffer).length;
    expect(arrived).toBe(client.far.bytesWritten);
  });
});

/** Calls back when a number has not changed over fifty turns of the event loop. */
function whenStill(read: () => number, still: () => void, last = read(), turns = 0): void {
  setImmediate(() => {
    const now = read();
    if (now !== last) whenStill(read, still, now, 0);
    else if (turns < 50) whenStill(read, still, now, turns + 1);
    else still();
  });
}

describe('joinHalf', () => {
  it('cuts the other at once where one was cut before', async () => {
    const [from, to] = await Promise.all([socketPair(), socketPair()]);
    from.near.destroy();
    await joinHalf(from.near, to.near);
    expect(to.near.destroyed).toBe(true);
  });

  it('carries an end that came before it was asked', async () => {
    const [from, to] = await Promise.all([socketPair(), socketPair()]);
    from.far.end();
    await new Promise((resolve) => from.near.once('end', resolve).resume());
    void joinHalf(from.near, to.near);
    expect((await readAll(to.far)).length).toBe(0);
    from.near.end();
  });
});

describe('firstToSpeak', () => {
  async function both() {
    const [client, server] = await Promise.all([socketPair(), socketPair()]);
    return { client, server, who: firstToSpeak(client.near, server.near) };
  }

  it.each(['client', 'server'] as const)('is the %s, and its bytes stay', async (name) => {
    const ends = await both();
    ends[name].far.write('hello');
    expect(await ends.who).toBe(name);
    ends[name].far.end(' there');
    expect((await readAll(ends[name].near)).toString()).toBe('hello there');
  });

  it.each(['client', 'server'] as const)('is nobody where the %s ends or is cut', async (name) => {
    const ending = await both();
    ending[name].far.end();
    expect(await ending.who).toBe('closed');
    const cut = await both();
    cut[name].far.resetAndDestroy();
    expect(await cut.who).toBe('closed');
  });

  it('is nobody where one is gone already', async () => {
    const [client, server] = await Promise.all([socketPair(), socketPair()]);
    server.near.destroy();
    expect(await firstToSpeak(client.near, server.near)).toBe('closed');
  });

  it.each([0, 1])('is nobody where one has ended already (%i)', async (index) => {
    const pairs = (await Promise.all([socketPair(), socketPair()])) as [Pair, Pair];
    const { near, far } = pairs[index] as Pair;
    far.end();
    await readAll(near);
    expect(near.destroyed).toBe(false);
    expect(await firstToSpeak(pairs[0].near, pairs[1].near)).toBe('closed');
  });

  it('is who spoke before it was asked', async () => {
    const [client, server] = await Promise.all([socketPair(), socketPair()]);
    server.near.unshift(Buffer.from('220 ready'));
    expect(await firstToSpeak(client.near, server.near)).toBe('server');
  });
});
