import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTarget, type Target } from '../../../src/proxy/target.ts';
import { connection, incoming, to } from './samples.ts';

const plain = connection();
const inside = connection({ destination: to('shop.test', 443), encrypted: true });
const insidePlain = connection({ destination: to('shop.test', 80) });

it.each([
  ['absolute form', 'http://shop.test/', plain],
  ['origin form', '/', inside],
])('two Host headers are refused: %s', (_form, raw, from) => {
  const request = incoming(raw, { host: 'shop.test' });
  request.rawHeaders = ['Host', 'shop.test', 'X-Host', 'host'];
  expect(readTarget(request, from)).toMatchObject({ named: { hostname: 'shop.test' } });
  request.rawHeaders.push('hOST', 'tracker.test');
  expect(readTarget(request, from)).toBeNull();
});

describe('the Host header', () => {
  it.each([
    ['http://shop.test/', 'Shop.test:80', 'Shop.test:80'],
    ['http://shop.test/', 'tracker.test', 'shop.test'],
    ['http://shop.test:8080/', 'shop.test', 'shop.test:8080'],
    ['http://shop.test/', 'not a host', 'shop.test'],
    ['http://[::1]/', '', '[::1]'],
  ])('that came with %s as "%s" leaves as %s', (raw, sent, left) => {
    const request = incoming(raw, { host: sent });
    request.rawHeaders = ['A', '1', 'HOST', sent, 'B', '2'];
    const { headers } = readTarget(request, plain) as Target;
    expect(headers).toEqual(['A', '1', 'HOST', left, 'B', '2']);
  });

  it('is added where an absolute URL came without', () => {
    const { headers } = readTarget(incoming('http://shop.test/'), plain) as Target;
    expect(headers).toEqual(['Host', 'shop.test']);
  });

  it('of the origin form stays as it is', () => {
    const request = incoming('/', { host: 'Other.test' });
    request.rawHeaders = ['HOST', 'Other.test'];
    expect(readTarget(request, inside)).toMatchObject({ headers: ['HOST', 'Other.test'] });
  });
});

describe('absolute form', () => {
  it.each([
    ['http://a.test/x?y=1', 'http://a.test/x?y=1', 80, '/x?y=1'],
    ['HTTP://A.Test/X', 'http://a.test/X', 80, '/X'],
    ['http://a.test', 'http://a.test/', 80, '/'],
    ['http://a.test?q', 'http://a.test/?q', 80, '/?q'],
    ['http://a.test:80/x', 'http://a.test/x', 80, '/x'],
    ['http://a.test:8080/x', 'http://a.test:8080/x', 8080, '/x'],
    ['http://a.test:65535/', 'http://a.test:65535/', 65_535, '/'],
    ['http://a.test./', 'http://a.test/', 80, '/'],
    ['http://user:secret@a.test/x', 'http://a.test/x', 80, '/x'],
    ['http://@a.test/x', 'http://a.test/x', 80, '/x'],
    ['http://a.test/@b.test/', 'http://a.test/@b.test/', 80, '/@b.test/'],
    ['http://a.test/x#part', 'http://a.test/x', 80, '/x'],
    ['http://a.test/%7e/a b?%zz', 'http://a.test/%7e/a b?%zz', 80, '/%7e/a b?%zz'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x', 8080, '/x'],
    ['http://[0:0::0:1]/', 'http://[::1]/', 80, '/'],
    ['http://0x7f.1/', 'http://127.0.0.1/', 80, '/'],
  ])('%s', (raw, url, port, path) => {
    const target = readTarget(incoming(raw), plain) as Target;
    expect(target).toMatchObject({ url, path, named: { port } });
    expect(target.dial).toBe(target.named);
  });

  it.each([
    'http://a.test:0/',
    'http://a.test:65536/',
    'http://a.test:99999/',
    'http://a.test:x/',
    'http:///x',
    'http://',
    'http://user@/',
    'http://a@b@c.test/',
    'http://1.2.3.4.5/',
    'http://[::1/',
    'http://exa mple/',
    'https://a.test/',
    'ftp://a.test/',
    'javascript:alert(1)',
    '*',
    'a.test:443',
    '',
  ])('"%s" goes nowhere', (raw) => {
    expect(readTarget(incoming(raw), plain)).toBeNull();
  });

  it('outranks the Host header', () => {
    const request = incoming('http://a.test/x', { host: 'b.test' });
    expect(readTarget(request, plain)).toMatchObject({ url: 'http://a.test/x' });
  });

  it('inside TLS says https, and goes where CONNECT asked', () => {
    const target = readTarget(incoming('https://other.test/x'), inside);
    expect(target).toMatchObject({ url: 'https://other.test/x', dial: to('shop.test', 443) });
    expect(readTarget(incoming('http://shop.test/x'), inside)).toBeNull();
  });
});

describe('origin form', () => {
  it('on the proxy’s own port is for the proxy', () => {
    expect(readTarget(incoming('/x', { host: 'a.test' }), plain)).toBe('direct');
  });

  it.each([
    ['the name of CONNECT', 'shop.test', 'https://shop.test/x'],
    ['another name', 'other.test', 'https://other.test/x'],
    ['another port', 'other.test:8443', 'https://other.test:8443/x'],
    ['no name', undefined, 'https://shop.test/x'],
    ['an empty name', '', 'https://shop.test/x'],
  ])('inside TLS with %s', (_what, name, url) => {
    const request = incoming('/x', name === undefined ? {} : { host: name });
    expect(readTarget(request, inside)).toMatchObject({ url, dial: to('shop.test', 443) });
  });

  it('inside a plain CONNECT says http', () => {
    const request = incoming('/x?y#z', { host: 'shop.test' });
    expect(readTarget(request, insidePlain)).toMatchObject({
      url: 'http://shop.test/x?y',
      path: '/x?y',
    });
  });

  it('keeps two slashes: they are a path there', () => {
    const target = readTarget(incoming('//b.test/x', { host: 'shop.test' }), inside);
    expect(target).toMatchObject({ url: 'https://shop.test//b.test/x', named: to('shop.test') });
  });

  it.each(['exa mple^', 'a.test:99999', 'a.test:0', 'a/b', 'user@a.test'])(
    'with the Host "%s" goes nowhere',
    (name) => {
      expect(readTarget(incoming('/', { host: name }), inside)).toBeNull();
    },
  );
});

it('any request line is read without an exception, into a URL that ends with its path', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ maxLength: 40 }).map((rest) => `http://${rest}`),
    fc.string({ maxLength: 40 }).map((rest) => `http://a.test${rest}`),
    fc.string({ maxLength: 40 }).map((rest) => `/${rest}`),
  );
  fc.assert(
    fc.property(line, fc.string({ maxLength: 20 }), fc.boolean(), (raw, name, tunnelled) => {
      const from = tunnelled ? insidePlain : plain;
      const target = readTarget(incoming(raw, { host: name }), from);
      if (target === null || target === 'direct') return;
      expect(target.path).toMatch(/^\//);
      expect(target.url.endsWith(target.path)).toBe(true);
      expect(target.url).not.toContain('#');
      expect(target.named.port).toBeGreaterThan(0);
      expect(target.named.port).toBeLessThan(65_536);
    }),
    { numRuns: 1_000 },
  );
});
