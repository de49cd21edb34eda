import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUrl } from '../../../src/classify/url.ts';

const DEFAULTS: Record<string, number> = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443 };

describe('readUrl', () => {
  it.each([
    ['https://shop.example/a?b=1', ['https', 'shop.example', 443, '/a?b=1']],
    ['http://shop.example', ['http', 'shop.example', 80, '/']],
    ['http://shop.example?b=1', ['http', 'shop.example', 80, '/?b=1']],
    ['wss://shop.example:8443/s', ['wss', 'shop.example', 8443, '/s']],
    ['ws://shop.example:/s', ['ws', 'shop.example', 80, '/s']],
    ['HTTPS://Shop.Example/A', ['https', 'shop.example', 443, '/A']],
    ['https://user:p%40ss@shop.example/', ['https', 'shop.example', 443, '/']],
    ['https://a@b@shop.example/', ['https', 'shop.example', 443, '/']],
    ['https://shop.example/x@y:9/', ['https', 'shop.example', 443, '/x@y:9/']],
    ['https://shop.example?x@y', ['https', 'shop.example', 443, '/?x@y']],
    ['https://[2001:DB8::1]:8080/', ['https', '2001:db8::1', 8080, '/']],
    ['https://[2001:db8::1]/', ['https', '2001:db8::1', 443, '/']],
    ['http://0x7f.1/', ['http', '127.0.0.1', 80, '/']],
    ['https://shop.example./', ['https', 'shop.example', 443, '/']],
    ['https://müller.de/', ['https', 'xn--mller-kva.de', 443, '/']],
    ['https://shop.example/a b"<>\u00e9%zz', ['https', 'shop.example', 443, '/a b"<>\u00e9%zz']],
    ['https://shop.example/a/../b//c', ['https', 'shop.example', 443, '/a/../b//c']],
    ['https://shop.example/a#frag?x', ['https', 'shop.example', 443, '/a']],
    ['https://shop.example#frag', ['https', 'shop.example', 443, '/']],
  ] as const)('%s', (url, [scheme, hostname, port, target]) => {
    expect(readUrl(url)).toEqual({ scheme, hostname, port, target });
  });

  it.each([
    '',
    '/',
    '/path',
    'shop.example',
    'shop.example:443',
    'ftp://shop.example/',
    'data:text/html,x',
    'https://',
    'https:///path',
    'https://:443/',
    'https://shop.example:0/',
    'https://shop.example:65536/',
    'https://shop.example:x/',
    'https://a b/',
    'https://[::1/',
    'http:/shop.example/',
    '://x/',
    'null',
  ])('%j is none', (url) => {
    expect(readUrl(url)).toBeNull();
  });

  it('ends the host at a backslash, as a browser does', () => {
    expect(readUrl('https://shop.example\\@evil.example/')?.hostname).toBe('shop.example');
  });

  it('agrees with new URL on scheme, host and port', () => {
    fc.assert(
      fc.property(
        fc.webUrl({
          withQueryParameters: true,
          withFragments: true,
          authoritySettings: { withIPv4: true, withIPv6: true, withPort: true, withUserInfo: true },
        }),
        (url) => {
          const standard = new URL(url);
          const parts = readUrl(url);
          fc.pre(standard.port !== '0');
          expect(parts).toMatchObject({
            scheme: standard.protocol.slice(0, -1),
            hostname: standard.hostname.replace(/^\[|\]$/g, ''),
            port: standard.port === '' ? DEFAULTS[standard.protocol] : Number(standard.port),
          });
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'http://', 'https://a'),
        (text, start) => {
          const parts = readUrl(start + text);
          if (parts !== null) expect(parts.target.startsWith('/')).toBe(true);
        },
      ),
    );
  });
});
