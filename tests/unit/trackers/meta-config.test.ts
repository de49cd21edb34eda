import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMetaConfig } from '../../../src/trackers/meta-config.ts';
import { pixelConfig } from '../../support/pixel-config.ts';

const PIXEL = '769712154761541';

test('the settings of a pixel tell its gateways and its switches', () => {
  const script = pixelConfig({
    pixel: PIXEL,
    endpoints: [
      { endpoint: 'https://gw.shop.test/', fallbackDomain: 'https://fall.test/' },
      { endpoint: 'https://own.shop.test/meta', usePathCookie: true },
    ],
  });
  expect(readMetaConfig(script)).toEqual([
    {
      pixel: PIXEL,
      gateways: [
        {
          endpoint: 'https://gw.shop.test/',
          targetDomain: null,
          fallbackDomain: 'https://fall.test/',
          usePathCookie: false,
        },
        {
          endpoint: 'https://own.shop.test/meta',
          targetDomain: null,
          fallbackDomain: null,
          usePathCookie: true,
        },
      ],
      matchKeys: ['em', 'fn', 'ln', 'ge', 'ph', 'ct', 'st', 'zp', 'db', 'country', 'external_id'],
      optedIn: [
        'InferredEvents',
        'AutomaticMatching',
        'OpenBridge',
        'FirstPartyCookies',
        'MicrodataJsonLd',
      ],
    },
  ]);
});

test('the documented form, as one line', () => {
  const script = `config.set("${PIXEL}","openbridge",{"endpoints":[{"targetDomain":null,"endpoint":"https:\\/\\/mpc-prod-27-s6uit34pua-uk.a.run.app\\/","enrichmentDisabled":true,"fallbackDomain":"https:\\/\\/demo-1.conversionsapigateway.com\\/","alwaysRetry":true}]})`;
  expect(readMetaConfig(script)[0]?.gateways).toEqual([
    {
      endpoint: 'https://mpc-prod-27-s6uit34pua-uk.a.run.app/',
      targetDomain: null,
      fallbackDomain: 'https://demo-1.conversionsapigateway.com/',
      usePathCookie: false,
    },
  ]);
});

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><script>config.set("a", "b", 1)</script>'],
  ['no pixel', 'config.set("shop", "openbridge", {"endpoints":[{"endpoint":"https://a.test/"}]})'],
  ['no name', `config.set("${PIXEL}", 1, {})`],
])('%s tells nothing', (_, script) => {
  expect(readMetaConfig(script)).toEqual([]);
});

test.each([
  ['no object', '1'],
  ['no list', '{"endpoints":{"endpoint":"https://a.test/"}}'],
  ['no endpoint', '{"endpoints":[null,1,{},{"endpoint":1},{"endpoint":""}]}'],
])('settings of the gateway with %s name none', (_, value) => {
  expect(readMetaConfig(`config.set("${PIXEL}", "openbridge", ${value})`)).toEqual([
    { pixel: PIXEL, gateways: [], matchKeys: [], optedIn: [] },
  ]);
});

test('of many pixels and gateways so many are read', () => {
  const bridge = { endpoints: Array.from({ length: 99 }, () => ({ endpoint: 'https://a.test/' })) };
  const script = Array.from(
    { length: 200 },
    (_, i) => `config.set("${10_000 + i}", "openbridge", ${JSON.stringify(bridge)});`,
  ).join('');
  const found = readMetaConfig(script);
  expect(found).toHaveLength(64);
  expect(found[0]?.gateways).toHaveLength(16);
});

test('whatever stands in the settings, reading them ends', () => {
  const value = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(value, value, (one, other) => {
      const script = `config.set("${PIXEL}", "openbridge", ${one});c.optIn("${PIXEL}",${other})`;
      for (const { pixel } of readMetaConfig(script)) expect(pixel).toBe(PIXEL);
    }),
  );
});

test('of a script that opts in to thousands of things, some are kept', () => {
  const script = Array.from({ length: 3_000 }, (_, i) => `a.optIn("12345","n${i}",true);`).join('');
  const [config] = readMetaConfig(script);
  expect(config?.optedIn).toHaveLength(200);
});
