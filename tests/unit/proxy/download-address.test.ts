import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, redirectedTo } from '../../../src/proxy/download-address.ts';

describe('readAddress', () => {
  it.each([
    ['https://A.test/x?y=1#z', 'https://a.test/x?y=1', 'a.test', 443, 'a.test', '/x?y=1'],
    ['http://a.test:8080', 'http://a.test:8080/', 'a.test', 8_080, null, '/'],
    ['https://[2001:db8::1]/l', 'https://[2001:db8::1]/l', '2001:db8::1', 443, '2001:db8::1', '/l'],
    ['http://0x7f.1/', 'http://127.0.0.1/', '127.0.0.1', 80, null, '/'],
  ])('%s', (text, url, hostname, port, servername, path) => {
    expect(readAddress(text)).toEqual({ url, destination: { hostname, port }, servername, path });
  });

  it.each([
    ['', 'not an absolute web address'],
    ['/list.txt', 'not an absolute web address'],
    [`https://a.test/${'a'.repeat(5_000)}`, 'not an absolute web address'],
    ['file:///etc/passwd', 'only http and https are understood'],
    ['data:text/plain,a', 'only http and https are understood'],
    ['https://name@a.test/', 'an address with a name and a password is not taken'],
  ])('refuses %j', (text, reason) => {
    expect(() => readAddress(text)).toThrow(reason);
  });

  it('gives an address or an error for the person, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (text) => {
        try {
          const { path, destination } = readAddress(text);
          expect(path).toMatch(/^\/[\x21-\x7e]*$/);
          expect(destination.port).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'DOWNLOAD_FAILED' });
        }
      }),
    );
  });
});

describe('redirectedTo', () => {
  const response = (status: number, location?: string) => {
    const made = new IncomingMessage(new Socket());
    made.statusCode = status;
    if (location !== undefined) made.headers.location = location;
    return made;
  };
  const from = readAddress('https://a.test/dir/list.txt');

  it.each([301, 302, 303, 307, 308])('follows %i', (status) => {
    expect(redirectedTo(from, response(status, '../b'))?.url).toBe('https://a.test/b');
  });

  it.each([200, 204, 300, 304, 404])('sees none in %i', (status) => {
    expect(redirectedTo(from, response(status, '/b'))).toBeNull();
  });

  it.each([
    [undefined, 'did not say where to go'],
    ['https://', 'did not say where to go'],
    ['http://a.test/', 'redirected from https to "http://a.test"'],
    ['ftp://a.test/', 'redirected from https to "ftp://a.test"'],
    ['https://u:p@a.test/', 'a name and a password'],
  ])('refuses to go to %j, and lets the response go', (location, reason) => {
    const refused = response(302, location);
    expect(() => redirectedTo(from, refused)).toThrow(reason);
    expect(refused.destroyed).toBe(true);
  });
});
