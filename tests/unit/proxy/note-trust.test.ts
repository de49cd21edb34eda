import { expect, it } from 'vitest';
import type { Fingerprint } from '../../../src/model/program.ts';
import { noteTrust } from '../../../src/proxy/note-trust.ts';
import { rule } from '../act/samples.ts';
import { ask, contextServer } from './exchange.ts';
import { connection, host, ruleSet, sampleParts, sampleSettings, to } from './samples.ts';

const PROGRAM = 'f'.repeat(24) as Fingerprint;
const lines = (path: string) => [
  `GET ${path} HTTP/1.1`,
  'Host: a.test',
  'User-Agent: curl/8',
  'Connection: close',
];
const rules = () => ruleSet({ hosts: { 'tracker.test': rule('block') } });

/** One request on such a connection; what is told of it, by whom and when. */
async function told(change: Parameters<typeof connection>[0], answer = true, path = '/') {
  const said: string[] = [];
  const { parts } = sampleParts({ rules });
  const trust: typeof parts.trust = {
    ...parts.trust,
    carried: ({ device, fingerprint, hostname }, proof, userAgent) =>
      said.push([device, fingerprint === PROGRAM, hostname, proof(), userAgent].join(' ')),
  };
  const before: number[] = [];
  const port = await contextServer(
    80,
    (ctx) => {
      noteTrust(ctx, { parts: { ...parts, trust }, settings: sampleSettings() });
      before.push(said.length);
      if (answer) ctx.proxyToClientResponse.end('done');
      else ctx.proxyToClientResponse.destroy();
    },
    { connection: connection(change) },
  );
  await ask(port, lines(path)).catch(() => undefined);
  expect(before).toEqual([0]);
  return said;
}

const opened = { encrypted: true, program: PROGRAM } as const;

it.each([
  ['the page', to('eyelid.internal'), null, 'eyelid.internal internal'],
  ['a host that is blocked by name', to('tracker.test'), null, 'tracker.test probe'],
  ['any other host', to('shop.test'), host('shop.test'), 'shop.test use'],
  ['an address, under a name', to('192.0.2.9'), host('shop.test'), 'shop.test use'],
  ['a host, with another name outside', to('shop.test'), host('outer.test'), 'shop.test use'],
])('an answered request to %s proves its program', async (_what, destination, sni, words) => {
  expect(await told({ ...opened, destination, sni })).toEqual([
    `ip:127.0.0.1 true ${words} curl/8`,
  ]);
});

it('the trust check of the page proves its program by name', async () => {
  const page = { ...opened, destination: to('eyelid.internal') };
  expect(await told(page, true, '/trust')).toEqual([
    'ip:127.0.0.1 true eyelid.internal check curl/8',
  ]);
});

it.each([
  ['without TLS', { ...opened, encrypted: false, destination: to('shop.test') }],
  ['of nobody', { ...opened, program: null, destination: to('shop.test') }],
  ['to nowhere', { ...opened, destination: null }],
])('a request %s proves nothing', async (_what, change) => {
  expect(await told(change)).toEqual([]);
});

it('a request that is not answered proves nothing', async () => {
  expect(await told({ ...opened, destination: to('shop.test') }, false)).toEqual([]);
});
