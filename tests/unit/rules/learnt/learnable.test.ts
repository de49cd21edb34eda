import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestInfo } from '../../../../src/model/request.ts';
import type { Hostname } from '../../../../src/model/terms.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { gatewayAt, gatewayCalled } from '../../../../src/rules/learnt/learnable.ts';
import { learntText, parseLearnt, rulesOf } from '../../../../src/rules/learnt/learnt-file.ts';
import { domainOf as registrable, requestOf } from '../../../support/rule-set.ts';

const domainOf = (host: string) => registrable(host as Hostname);

describe('a gateway that settings name', () => {
  test.each([
    ['https://gw.shop.example/', 'gw.shop.example', '/events'],
    ['https://gw.shop.example', 'gw.shop.example', '/events'],
    ['https://GW.Shop.Example:443//', 'gw.shop.example', '/events'],
    ['https://gw.shop.example:8443/', 'gw.shop.example:8443', '/events'],
    ['https://www.shop.example/meta/gw/', 'www.shop.example', '/meta/gw/events'],
    ['https://gw.shop.example/?a=1#b', 'gw.shop.example', '/events'],
    [
      'https://mpc-prod-27-s6uit34pua-uk.a.run.app/',
      'mpc-prod-27-s6uit34pua-uk.a.run.app',
      '/events',
    ],
    ['https://demo-1.conversionsapigateway.com/', 'demo-1.conversionsapigateway.com', '/events'],
  ])('%s is blocked at %s%s', (address, host, path) => {
    expect(gatewayAt(address, domainOf)).toEqual({ host, path });
  });

  test.each([
    ['no address', 'gw.shop.example'],
    ['no https', 'http://gw.shop.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a password', 'https://a:b@gw.shop.example/'],
    ['an IPv4 address', 'https://192.0.2.7/'],
    ['an IPv6 address', 'https://[2001:db8::7]/'],
    ['a name at home', 'https://nas/'],
    ['this program', 'https://eyelid.internal/'],
    ['a router', 'https://router.lan/'],
    ['all of a cloud', 'https://a.run.app/'],
    ['all of another', 'https://github.io/'],
    ['all of a country', 'https://co.uk/'],
    ['a login', 'https://www.facebook.com/'],
    ['the settings’ own host', 'https://connect.facebook.net/'],
    ['a pattern', 'https://gw.shop.example/*'],
    ['options of a filter', 'https://gw.shop.example/a$document,important'],
    ['a long path', `https://gw.shop.example/${'a'.repeat(300)}`],
  ])('that is %s is not learnt', (_, address) => {
    expect(gatewayAt(address, domainOf)).toBeNull();
  });
});

test('whatever address is named, the rule for it is one filter, for that host alone', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      ...'/ * ^ | $ , # @@ ## ~ $document %2e%2e /../ : ; \\ [ ] ( ) shop.example'.split(' '),
    ),
  );
  const address = fc.oneof(
    fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }),
    fc.array(part, { maxLength: 6 }).map((parts) => `https://gw.shop.example/${parts.join('')}`),
    fc.array(part, { maxLength: 6 }).map((parts) => `https://${parts.join('')}/a`),
  );
  fc.assert(
    fc.property(address, (written) => {
      const at = gatewayAt(written, domainOf);
      if (at === null) return;
      const gateway = { ...at, from: 'configuration', pixel: null, site: null, seen: 0 } as const;
      const [rule = '', ...more] = rulesOf(gateway);
      expect(more).toEqual([]);
      const parsed = parseLine(rule);
      expect(parsed).toMatchObject({ kind: 'filters' });
      const { hostname, port } = new URL(written);
      expect(rule.startsWith(`||${hostname}${port === '' ? '' : `:${port}`}/`), rule).toBe(true);
      expect(parseLearnt(learntText({ gateways: [gateway], forgotten: [] })).gateways).toEqual([
        gateway,
      ]);
    }),
  );
});

const PLAIN = 'text/plain;charset=UTF-8';

/** A call as a script of a page sends it; `content` is its Content-Type, `origin` null for none. */
function called(
  url: string,
  {
    content = PLAIN,
    origin = 'https://www.shop.example',
    ...more
  }: { readonly content?: string; readonly origin?: string | null } & Partial<RequestInfo> = {},
) {
  const headers = [
    ...(content === '' ? [] : ['Content-Type', content]),
    ...(origin === null ? [] : ['Origin', origin]),
  ];
  const from = 'https://www.shop.example/basket';
  const request = requestOf(url, 'xhr', { method: 'POST', headers, from, ...more });
  return gatewayCalled(request, domainOf);
}

describe('a call of a gateway', () => {
  test.each([
    ['https://gw.shop.example/events?cee=no', 'gw.shop.example', '/events'],
    ['https://shop.example/assets/k2/v', 'shop.example', '/assets/k2/v'],
    ['https://shop.example:8443/e', 'shop.example:8443', '/e'],
    ['https://gw-7-abc-uk.a.run.app/events', 'gw-7-abc-uk.a.run.app', '/events'],
    ['https://5z-0123.ecs.us-east-1.on.aws/events', '5z-0123.ecs.us-east-1.on.aws', '/events'],
  ])('%s teaches its own address, for its own site', (url, host, path) => {
    expect(called(url)).toEqual({ host, path, site: 'shop.example' });
  });

  // Another site would have these blocked, or more than one call.
  test.each<[string, string, Parameters<typeof called>[1]]>([
    ['another site’s login', 'https://bank.example/login', { origin: 'https://evil.example' }],
    ['a public host', 'https://api.example.org/v1', {}],
    ['an unknown page', 'https://gw.shop.example/events', { origin: null }],
    ['a frame that its site shuts off', 'https://gw.shop.example/events', { origin: 'null' }],
    ['a page without TLS', 'https://gw.shop.example/events', { origin: 'http://shop.example' }],
    ['a page that is none', 'https://gw.shop.example/events', { origin: 'shop.example' }],
    ['a page without a name', 'https://192.0.2.7/e', { origin: 'https://192.0.2.7' }],
    ['pages under one suffix', 'https://b.github.io/e', { origin: 'https://a.github.io' }],
    ['the root', 'https://shop.example/?ob=open-bridge/events', {}],
    [
      'JSON, as scripts of the shop send it',
      'https://shop.example/api',
      { content: 'application/json' },
    ],
    ['a form', 'https://shop.example/login', { content: 'application/x-www-form-urlencoded' }],
    ['no type', 'https://shop.example/api', { content: '' }],
    ['a GET', 'https://shop.example/api', { method: 'GET' }],
    ['no TLS', 'http://shop.example/api', { scheme: 'http' }],
    ['an address with a pattern', 'https://shop.example/*', {}],
    ['a long path', `https://shop.example/${'a'.repeat(300)}`, {}],
    ['Facebook', 'https://www.facebook.com/login', { origin: 'https://www.facebook.com' }],
  ])('to %s teaches nothing', (_, url, change) => {
    expect(called(url, change)).toBeNull();
  });
});
