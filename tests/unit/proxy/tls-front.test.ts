import { once } from 'node:events';
import path from 'node:path';
import tls, { createSecureContext, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { LeafStore } from '../../../src/certs/leaf-store.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { TlsFront, type TlsFrontParts } from '../../../src/proxy/tls-front.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { host } from './samples.ts';
import { closed, type Pair, socketPair } from './sockets.ts';

type Ended =
  | { readonly what: 'secured'; readonly socket: TLSSocket; readonly raw: unknown }
  | { readonly what: 'failed'; readonly error: NodeJS.ErrnoException; readonly raw: unknown };

/** A connection whose near end is terminated as a CONNECT to `shop.test` would be. */
async function front(sni: Hostname | null, change: Partial<TlsFrontParts> = {}) {
  const authority = openAuthority(path.join(temporaryFolder(), 'certs'), Date.now);
  const leaves = new LeafStore(authority, Date.now);
  const asked: Hostname[] = [];
  const pair: Pair = await socketPair();
  const ended = new Promise<Ended>((resolve) => {
    const parts: TlsFrontParts = {
      contextFor: (hostname) => {
        asked.push(hostname);
        return leaves.contextFor(hostname);
      },
      offersHttp2: () => false,
      secured: (socket, raw) => {
        socket.on('error', () => undefined);
        resolve({ what: 'secured', socket, raw });
      },
      failed: (raw, error) => resolve({ what: 'failed', error, raw }),
      ...change,
    };
    new TlsFront(parts).terminate(pair.near, sni, host('shop.test'));
  });
  return { ...pair, asked, ended, ca: authority.certificatePem };
}

function handshake(far: Pair['far'], options: tls.ConnectionOptions): TLSSocket {
  const client = tls.connect({ socket: far, ...options });
  onTestFinished(() => void client.destroy());
  return client;
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s, a client that trusts us', (version) => {
  const versions = { minVersion: version, maxVersion: version };

  it.each([
    ['with a name', 'www.shop.test', host('www.shop.test'), 'www.shop.test'],
    ['without a name', undefined, null, 'shop.test'],
  ] as const)('%s gets the leaf for it', async (_how, servername, sni, name) => {
    const { far, near, ended, asked, ca } = await front(sni);
    const client = handshake(far, {
      ca,
      ...versions,
      ALPNProtocols: ['h2', 'http/1.1'],
      ...(servername === undefined ? {} : { servername }),
      checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(name, certificate),
    });
    await once(client, 'secureConnect');
    expect(client).toMatchObject({ authorized: true, alpnProtocol: 'http/1.1' });
    expect(asked).toEqual([name]);
    const end = await ended;
    expect(end.what).toBe('secured');
    // The contract that a connection is found again by: the documentation does not promise it.
    expect(end.raw).toBe(near);
    if (end.what !== 'secured') return;
    client.write('ping');
    expect(String((await once(end.socket, 'data'))[0])).toBe('ping');
    end.socket.write('pong');
    expect(String((await once(client, 'data'))[0])).toBe('pong');
  });

  it('that puts capitals into the name gets the same leaf', async () => {
    const { far, ca, ended, asked } = await front(host('www.shop.test'));
    handshake(far, { ca, ...versions, servername: 'WWW.Shop.test' });
    expect((await ended).what).toBe('secured');
    expect(asked).toEqual(['www.shop.test']);
  });
});

it.each([
  ['with a name', host('shop.test'), 'h2'],
  ['without a name', null, 'http/1.1'],
])('HTTP/2 is for clients that ask for a name: %s', async (_how, sni, protocol) => {
  const { far, ca } = await front(sni, { offersHttp2: () => true });
  const client = handshake(far, {
    ca,
    ALPNProtocols: ['h2', 'http/1.1'],
    ...(sni === null ? {} : { servername: sni }),
    checkServerIdentity: () => undefined,
  });
  await once(client, 'secureConnect');
  expect(client.alpnProtocol).toBe(protocol);
});

describe('a handshake fails, telling whose it was,', () => {
  it.each([
    ['with a name', host('shop.test')],
    ['without a name', null],
  ])('where the client does not trust us and leaves: %s', async (_how, sni) => {
    const { far, near, ended } = await front(sni);
    const client = handshake(far, { ca: [], ...(sni === null ? {} : { servername: sni }) });
    const [refusal] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    expect(refusal.code).toMatch(/^UNABLE_TO_|^SELF_SIGNED/);
    expect(await ended).toMatchObject({ what: 'failed', raw: near });
    await closed(near);
  });

  it.each([
    ['with a name', host('shop.test')],
    ['without a name', null],
  ])('where the client is garbage: %s', async (_how, sni) => {
    const { far, near, ended } = await front(sni);
    far.write(Buffer.concat([Buffer.of(0x16, 3, 1, 0, 50), Buffer.alloc(50, 0xaa)]));
    const end = await ended;
    expect(end).toMatchObject({ what: 'failed', error: { code: /^ERR_SSL_/ } });
    expect(end.raw).toBe(near);
  });

  it('where there is no protocol in common', async () => {
    const { far, near, ended } = await front(host('shop.test'));
    handshake(far, {
      servername: 'shop.test',
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL@SECLEVEL=0',
    }).on('error', () => undefined);
    const end = await ended;
    expect(end).toMatchObject({ what: 'failed', raw: near });
  });

  it('where no leaf can be made', async () => {
    const { far, near, ended } = await front(host('shop.test'), {
      contextFor: () => {
        throw new Error('no leaf today');
      },
    });
    handshake(far, { servername: 'shop.test' }).on('error', () => undefined);
    const end = await ended;
    expect(end).toMatchObject({ what: 'failed', error: { message: 'no leaf today' } });
    expect(end.raw).toBe(near);
  });

  it('where the name is none', async () => {
    const { far, near, ended, asked } = await front(host('shop.test'));
    handshake(far, { servername: 'a/../b' }).on('error', () => undefined);
    const end = await ended;
    expect(end).toMatchObject({ what: 'failed', error: { message: 'SNI is not a hostname' } });
    expect(end.raw).toBe(near);
    expect(asked).toEqual([]);
  });

  it.each([
    ['ends', 'with a name', host('shop.test'), 'end'],
    ['ends', 'without a name', null, 'end'],
    ['is cut', 'with a name', host('shop.test'), 'resetAndDestroy'],
    ['is cut', 'without a name', null, 'resetAndDestroy'],
  ] as const)('where the client %s in the middle: %s', async (_how, _name, sni, leave) => {
    const { far, near, ended } = await front(sni);
    far.write(Buffer.of(0x16, 3, 1));
    far[leave]();
    expect(await ended).toMatchObject({ what: 'failed', raw: near });
    await closed(near);
  });
});

it('serves many connections with one server', async () => {
  const context = createSecureContext();
  const made = new Set<unknown>();
  const tlsFront = new TlsFront({
    contextFor: () => context,
    offersHttp2: () => false,
    secured: () => undefined,
    failed: (raw) => made.add(raw),
  });
  const pairs = await Promise.all([socketPair(), socketPair(), socketPair()]);
  for (const { near, far } of pairs) {
    tlsFront.terminate(near, host('a.test'), host('a.test'));
    far.end('no TLS at all');
  }
  await Promise.all(pairs.map(({ near }) => closed(near)));
  expect(made).toEqual(new Set(pairs.map(({ near }) => near)));
});
