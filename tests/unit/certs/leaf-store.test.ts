import type { X509Certificate } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { LeafStore } from '../../../src/certs/leaf-store.ts';
import { type Hostname, parseHostname } from '../../../src/model/terms.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const host = (name: string) => parseHostname(name) as Hostname;

function storeAt(clock: { now: number }, also?: ReadonlyMap<Hostname, readonly Hostname[]>) {
  const authority = openAuthority(path.join(temporaryFolder(), 'certs'), () => NOW);
  return { authority, store: new LeafStore(authority, () => clock.now, also) };
}

interface Handshake {
  readonly authorized: boolean;
  readonly chain: readonly X509Certificate[];
}

/** A whole handshake over loopback; rejects with what the client said. */
async function handshake(
  context: tls.SecureContext,
  options: tls.ConnectionOptions,
): Promise<Handshake> {
  const server = net.createServer((socket) => {
    const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: context });
    secure.on('error', () => socket.destroy());
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return new Promise((resolve, reject) => {
    const client = tls.connect({ ...options, host: '127.0.0.1', port }, () => {
      const leaf = client.getPeerX509Certificate() as X509Certificate;
      const sent = leaf.issuerCertificate === undefined ? [leaf] : [leaf, leaf.issuerCertificate];
      resolve({ authorized: client.authorized, chain: sent });
      client.destroy();
    });
    client.on('error', reject);
  });
}

describe('a client that trusts the authority', () => {
  it.each([
    ['example.com', 'TLSv1.2'],
    ['example.com', 'TLSv1.3'],
    ['a_b.example.com', 'TLSv1.3'],
    [`${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`, 'TLSv1.3'],
    ['xn--bcher-kva.example', 'TLSv1.3'],
  ] as const)('accepts %s over %s', async (name, version) => {
    const { authority, store } = storeAt({ now: NOW });
    const { authorized, chain } = await handshake(store.contextFor(host(name)), {
      ca: authority.certificatePem,
      servername: name,
      minVersion: version,
      maxVersion: version,
    });
    expect(authorized).toBe(true);
    expect(chain[0]?.checkHost(name)).toBe(name);
    expect(chain[1]?.fingerprint256).toBe(authority.fingerprint);
  });

  it.each(['127.0.0.1', '::1'])('accepts the address %s', async (address) => {
    const { authority, store } = storeAt({ now: NOW });
    const { chain } = await handshake(store.contextFor(host(address)), {
      ca: authority.certificatePem,
      checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(address, certificate),
    });
    expect(chain[0]?.checkIP(address)).toBe(address);
  });

  it.each([
    ['www.example.com', 'example.com'],
    ['*.example.com', 'www.example.com'],
  ])('refuses a leaf for %s as %s', async (minted, asked) => {
    const { authority, store } = storeAt({ now: NOW });
    const context = store.contextFor(host(minted));
    await expect(
      handshake(context, { ca: authority.certificatePem, servername: asked }),
    ).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

it('is refused by a client that trusts another authority', async () => {
  const { store } = storeAt({ now: NOW });
  const other = storeAt({ now: NOW }).authority;
  await expect(
    handshake(store.contextFor(host('example.com')), {
      ca: other.certificatePem,
      servername: 'example.com',
    }),
  ).rejects.toThrow();
});

describe('contextFor', () => {
  it('makes one leaf a name', () => {
    const { store } = storeAt({ now: NOW });
    const first = store.contextFor(host('a.test'));
    expect(store.contextFor(host('a.test'))).toBe(first);
    expect(store.contextFor(host('b.test'))).not.toBe(first);
    expect(store.size).toBe(2);
  });

  it.each([
    ['keeps a leaf with more than 30 days left', 60 * DAY - 1, true],
    ['renews a leaf with 30 days left', 60 * DAY, false],
    ['renews a leaf that begins in the future', -3 * DAY, false],
  ])('%s', (_name, passed, same) => {
    const clock = { now: NOW + 10 * DAY };
    const { store } = storeAt(clock);
    const first = store.contextFor(host('a.test'));
    clock.now += passed;
    expect(store.contextFor(host('a.test')) === first).toBe(same);
  });

  it('does not renew in vain when the authority is about to end', () => {
    const clock = { now: NOW };
    const { authority, store } = storeAt(clock);
    clock.now = authority.notAfter - 10 * DAY;
    const first = store.contextFor(host('a.test'));
    clock.now += DAY;
    expect(store.contextFor(host('a.test'))).toBe(first);
  });

  it('holds 2,000 leaves and lets the least recently used go', () => {
    const { store } = storeAt({ now: NOW });
    const kept = store.contextFor(host('kept.test'));
    const lost = store.contextFor(host('lost.test'));
    for (let i = 0; i < 1_998; i++) store.contextFor(host(`h${i}.test`));
    expect(store.contextFor(host('kept.test'))).toBe(kept);
    store.contextFor(host('one-more.test'));
    expect(store.size).toBe(2_000);
    expect(store.contextFor(host('kept.test'))).toBe(kept);
    expect(store.contextFor(host('lost.test'))).not.toBe(lost);
    expect(store.size).toBe(2_000);
  }, 30_000);
});

it('a leaf is good for what else its server is called, and no other leaf is', async () => {
  const also = new Map([[host('eyelid.internal'), [host('192.0.2.1'), host('::1')]]]);
  const { authority, store } = storeAt({ now: NOW }, also);
  const ca = authority.certificatePem;
  const namesOf = async (name: string) => {
    const { chain } = await handshake(store.contextFor(host(name)), { ca, servername: name });
    return chain[0]?.subjectAltName;
  };
  expect(await namesOf('eyelid.internal')).toBe(
    'DNS:eyelid.internal, IP Address:192.0.2.1, IP Address:0:0:0:0:0:0:0:1',
  );
  expect(await namesOf('a.example')).toBe('DNS:a.example');
});
