import { describe, expect, it } from 'vitest';
import { connectRawTls } from '../../support/raw.ts';
import { clientOf } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { upgrade } from './upgrading.ts';

describe('an upgrade is refused', () => {
  it.each([
    ['without a host', 'GET /ws HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['to what is no URL', upgrade(1).replace(/http:\S+/, 'ftp://a.test/')],
    ['to a port that does not exist', upgrade(99_999)],
    ['to the page', upgrade(1).replace(/http:\S+/, 'http://eyelid.internal/ws')],
  ])('%s', async (_what, bytes) => {
    const { port, faults } = await startProxy();
    const client = await clientOf(port);
    client.send(bytes);
    expect(await client.end()).toMatch(/^HTTP\/1\.1 400 /);
    expect(faults).toEqual([]);
  });
});

it.each([
  ['plain', false],
  ['inside TLS', true],
])('an offer of another protocol is ignored, and the request served: %s', async (_how, secure) => {
  const { port, ca } = await startProxy();
  const authority = 'eyelid.internal:443';
  const client = await (secure ? connectRawTls({ port, ca, authority }) : clientOf(port));
  client.send(
    `GET ${secure ? '/' : 'http://eyelid.internal/'} HTTP/1.1\r\nHost: eyelid.internal\r\n` +
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n',
  );
  expect(await client.until(/the page/)).toMatch(/^HTTP\/1\.1 200 /);
});
