import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectRawTls, openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

const LONG = `${'a'.repeat(60)}.${'b'.repeat(40)}.test`;
const NAMES = ['shop.test', 'under_score.test', LONG, 'xn--bcher-kva.test', '203.0.113.7'];

let world: World;
beforeAll(async () => {
  world = await openWorld({ names: [...NAMES, 'second.test'] });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const tls = (authority: string, servername?: string | null) =>
  openTls({
    port: world.eyelid.proxyPort,
    authority,
    ca: world.eyelid.ca,
    ...(servername === undefined ? {} : { servername }),
  });

test.each(NAMES)('%s is answered under a leaf that a strict client takes', async (name) => {
  const reply = await world.client.get(`https://${name}/`);
  expect([reply.status, reply.text]).toEqual([200, 'hello']);
});

test('the leaf is signed by the CA that was printed, and names the host', async () => {
  const socket = await tls('shop.test:443');
  const leaf = new X509Certificate(socket.getPeerCertificate(true).raw);
  const ca = new X509Certificate(world.eyelid.ca);
  socket.destroy();
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.subjectAltName).toBe('DNS:shop.test');
  expect(Date.parse(leaf.validTo)).toBeLessThanOrEqual(Date.parse(ca.validTo));
  expect(world.eyelid.fingerprint).toContain(ca.fingerprint256);
});

test('a client without SNI gets the certificate of the CONNECT host', async () => {
  const socket = await tls('shop.test:443', null);
  const leaf = new X509Certificate(socket.getPeerCertificate().raw);
  socket.destroy();
  expect(leaf.subjectAltName).toBe('DNS:shop.test');
});

test('HTTP/1.1 is agreed on', async () => {
  const socket = await tls('shop.test:443');
  expect(socket.alpnProtocol).toBe('http/1.1');
  socket.destroy();
});

test('two requests sent at once on one connection are answered in order', async () => {
  const client = await connectRawTls({ port: world.eyelid.proxyPort, authority: 'shop.test:443' });
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: shop.test\r\n\r\n`;
  client.send(ask('/chunked') + ask('/'));
  const text = await client.until(/hello/);
  client.destroy();
  expect(text.indexOf('three')).toBeGreaterThan(0);
  expect(text.indexOf('hello')).toBeGreaterThan(text.indexOf('three'));
});

test('a request for another name inside the tunnel is not sent to the CONNECT host', async () => {
  const client = await connectRawTls({ port: world.eyelid.proxyPort, authority: 'shop.test:443' });
  client.send('GET /echo?inner HTTP/1.1\r\nHost: second.test\r\nConnection: close\r\n\r\n');
  await client.until(/^HTTP\/1\.1 \d{3}/);
  client.destroy();
  expect(world.origin.requests('shop.test', '/echo?inner')).toEqual([]);
});
