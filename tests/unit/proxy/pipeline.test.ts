import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/model/rule.ts';
import type { ExchangeContext } from '../../../src/proxy/context.ts';
import { Destinations } from '../../../src/proxy/destinations.ts';
import { Passes } from '../../../src/proxy/passes.ts';
import { judgeContext, runStages, type StageTools } from '../../../src/proxy/pipeline.ts';
import type { ProxyParts } from '../../../src/proxy/ports.ts';
import { RedirectMemory } from '../../../src/proxy/redirect-memory.ts';
import { BODY_LIMIT } from '../../../src/proxy/request-body.ts';
import { createUnpacking } from '../../../src/proxy/unpack-body.ts';
import { rule } from '../act/samples.ts';
import { ask, contextServer } from './exchange.ts';
import { device, host, ruleSet, sampleParts, sampleSettings, stripsFbclid, to } from './samples.ts';
import { readAll } from './sockets.ts';

const block = rule('block');

function tools(change: Partial<ProxyParts> = {}): StageTools {
  const { parts } = sampleParts(change);
  const settings = sampleSettings();
  return {
    parts,
    settings,
    destinations: new Destinations({ ...settings, isOwnPort: (port) => port === 8_080 }),
    redirects: new RedirectMemory(() => 0),
    passes: new Passes(() => 0),
    unpack: createUnpacking(),
  };
}

type Change = Parameters<typeof contextServer>[2];

/** Runs the stages over a request; what is forwarded is answered `forwarded` by the test. */
async function run(
  pipeline: StageTools,
  lines: readonly string[],
  { body = '', ...change }: Change & { readonly body?: string } = {},
) {
  const contexts: ExchangeContext[] = [];
  let synchronous = false;
  let rest = '';
  const port = await contextServer(
    80,
    async (ctx) => {
      contexts.push(ctx);
      const onward = runStages(ctx, pipeline);
      synchronous = typeof onward === 'boolean';
      if (!(await onward)) return;
      if (ctx.bufferedBody === null) rest = String(await readAll(ctx.clientToProxyRequest));
      ctx.proxyToClientResponse.end('forwarded');
    },
    { named: to('shop.test', 80), ...change },
  );
  const text = await ask(port, lines, body);
  return { text, ctx: contexts[0] as ExchangeContext, synchronous, rest };
}

const GET = ['GET /x?fbclid=1&a=2 HTTP/1.1', 'Host: shop.test'];
const post = (length: number, ...more: readonly string[]) => [
  'POST /x HTTP/1.1',
  'Host: shop.test',
  `Content-Length: ${length}`,
  ...more,
];

describe('a request', () => {
  it('that no rule speaks of goes on as it came, without waiting for anything', async () => {
    const { text, ctx, synchronous } = await run(tools(), GET);
    expect(text).toMatch(/forwarded$/);
    expect(synchronous).toBe(true);
    expect(ctx.outgoing).toMatchObject({ path: '/x?fbclid=1&a=2' });
    expect(ctx.notes).toMatchObject({ silent: false, verdict: { action: 'pass' } });
  });

  it('that is blocked is answered', async () => {
    const pipeline = tools({ rules: () => ruleSet({ match: () => ({ block }) }) });
    const { text, ctx } = await run(pipeline, GET);
    expect(text).toMatch(/^HTTP\/1\.1 [23]\d\d /);
    expect(text).toContain('X-Eyelid: ');
    expect(text).not.toContain('forwarded');
    expect(ctx.notes.verdict).toMatchObject({ action: 'block', rule: block });
  });

  it('that is stripped leaves without the field, byte for byte otherwise', async () => {
    const edits = [stripsFbclid(rule('strip'))];
    const pipeline = tools({ rules: () => ruleSet({ match: () => ({ edits }) }) });
    const { text, ctx } = await run(pipeline, GET);
    expect(text).toMatch(/forwarded$/);
    expect(ctx.outgoing.path).toBe('/x?a=2');
    expect(ctx.notes.removed).toEqual(['fbclid']);
  });

  it('that cannot be described goes on unjudged', async () => {
    const { parts } = sampleParts();
    const classify = { ...parts.classify, describe: () => null };
    const pipeline = tools({ classify, rules: () => ruleSet({ match: () => ({ block }) }) });
    const { text, ctx } = await run(pipeline, GET);
    expect(text).toMatch(/forwarded$/);
    expect(ctx.notes.verdict).toBeNull();
  });

  it('of a device at level off is neither judged nor written down', async () => {
    const pipeline = tools({ rules: () => ruleSet({ match: () => ({ block }) }) });
    const { text, ctx } = await run(pipeline, GET, { device: device({ level: 'off' }) });
    expect(text).toMatch(/forwarded$/);
    expect(ctx.notes).toMatchObject({ silent: true, verdict: null });
  });
});

describe('the page', () => {
  it.each([
    ['by its name', to('eyelid.internal', 80)],
    ['by an address and port of ours', to('127.0.0.1', 8_080)],
  ])('is served %s, whatever the rules and the level', async (_how, named) => {
    const pipeline = tools({ rules: () => ruleSet({ match: () => ({ block }) }) });
    const change = { named, device: device({ level: 'off' }) };
    const { text, ctx } = await run(pipeline, GET, change);
    expect(text).toMatch(/the page$/);
    expect(ctx.notes.silent).toBe(true);
    expect(ctx.clientToProxyRequest.url).toBe('/x?fbclid=1&a=2');
  });
});

describe('a body', () => {
  const seen: (string | null)[] = [];
  const looking = () => {
    seen.length = 0;
    return tools({
      rules: () =>
        ruleSet({
          wantsBody: true,
          match: (_request, body) => {
            const event = body?.fields.find(({ name }) => name === 'ev')?.value ?? null;
            seen.push(event);
            return event === 'Purchase' ? { block } : {};
          },
        }),
    });
  };
  const form = 'Content-Type: application/x-www-form-urlencoded';

  it('is read where a rule wants it, and decides', async () => {
    const { text, synchronous } = await run(looking(), post(11, form), { body: 'ev=Purchase' });
    expect(seen).toEqual(['Purchase']);
    expect(synchronous).toBe(false);
    expect(text).not.toContain('forwarded');
  });

  it('goes on as it was', async () => {
    const { ctx, text } = await run(looking(), post(5, form), { body: 'ev=XY' });
    expect(ctx.bufferedBody?.toString()).toBe('ev=XY');
    expect(text).toMatch(/forwarded$/);
  });

  it.each([
    ['that says it is too long', post(BODY_LIMIT + 1, form), 'a'.repeat(BODY_LIMIT + 1)],
    ['in a coding of its own', post(11, form, 'Content-Encoding: pack'), 'ev=Purchase'],
    ['coded twice', post(11, form, 'Content-Encoding: gzip, br'), 'ev=Purchase'],
  ])('%s is not read', async (_what, lines, body) => {
    const { ctx, rest, synchronous } = await run(looking(), lines, { body });
    expect(seen).toEqual([null]);
    expect(synchronous).toBe(true);
    expect(ctx.bufferedBody).toBeNull();
    expect(rest).toBe(body);
  });

  describe('that is edited', () => {
    const edits: readonly Edit[] = [
      { rule: rule('strip'), kind: 'bodyField', test: (name) => name === 'em' },
    ];
    const editing = () =>
      tools({ rules: () => ruleSet({ wantsBody: true, match: () => ({ edits }) }) });

    it('takes the place of the one that came, and its bytes are not kept', async () => {
      const { ctx, text } = await run(editing(), post(9, form), { body: 'em=1&ev=A' });
      expect(text).toMatch(/forwarded$/);
      expect(ctx.bufferedBody?.toString()).toBe('ev=A');
      expect(ctx.notes.removed).toEqual(['em (body)']);
      expect(ctx.notes.body).toEqual({
        kind: 'urlencoded',
        fields: [
          { name: 'em', value: '1' },
          { name: 'ev', value: 'A' },
        ],
      });
    });

    it.each([
      ['nothing of it is kept where no rule acts', false, null],
      ['all of it is kept for rules on the response', true, 'ev=A'],
    ])('%s', async (_what, asksResponses, kept) => {
      const rules = () => ruleSet({ wantsBody: true, asksResponses });
      const { ctx } = await run(tools({ rules }), post(4, form), { body: 'ev=A' });
      expect(ctx.notes.verdict?.action).toBe('pass');
      const { body } = ctx.notes;
      expect(body === null ? null : Buffer.from(body.bytes ?? []).toString()).toBe(kept);
      expect(ctx.bufferedBody?.toString()).toBe('ev=A');
    });

    it('is not compressed any more, where a header said that it was', async () => {
      const body = gzipSync('em=1&ev=A');
      const lines = post(body.length, form, 'Content-Encoding: gzip');
      const { ctx } = await run(editing(), lines, { body: body.toString('latin1') });
      expect(ctx.bufferedBody?.toString()).toBe('ev=A');
      expect(ctx.outgoing.headers.join()).not.toMatch(/content-encoding/i);
    });

    it('stays compressed where no header said so', async () => {
      const body = gzipSync('em=1&ev=A');
      const lines = post(body.length, form);
      const { ctx } = await run(editing(), lines, { body: body.toString('latin1') });
      expect(gunzipSync(ctx.bufferedBody ?? '').toString()).toBe('ev=A');
    });

    it('stays what it was in mode observe', async () => {
      const observing = { body: 'em=1&ev=A', device: device({ mode: 'observe' }) };
      const { ctx } = await run(editing(), post(9, form), observing);
      expect(ctx.bufferedBody?.toString()).toBe('em=1&ev=A');
      expect(ctx.notes).toMatchObject({ removed: ['em (body)'], verdict: { observed: true } });
    });
  });

  it('that turns out to be too long goes on whole', async () => {
    const long = 'a'.repeat(BODY_LIMIT * 2);
    const chunked = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;
    const lines = ['POST / HTTP/1.1', 'Host: shop.test', 'Transfer-Encoding: chunked'];
    const { ctx, rest } = await run(looking(), lines, { body: chunked });
    expect(seen).toEqual([null]);
    expect(ctx.bufferedBody).toBeNull();
    expect(rest).toBe(long);
  });

  it('is left alone where no rule wants it', async () => {
    const { synchronous, rest } = await run(tools(), post(3), { body: 'abc' });
    expect(synchronous).toBe(true);
    expect(rest).toBe('abc');
  });

  it('of an answered upload too long to read ends the connection', async () => {
    const pipeline = tools({ rules: () => ruleSet({ match: () => ({ block }) }) });
    const length = BODY_LIMIT + 1;
    const { text } = await run(pipeline, post(length), { body: 'a'.repeat(length) });
    expect(text).toMatch(/\r\nConnection: close\r\n/i);
  });
});

it('judgeContext counts redirects by device', () => {
  const pipeline = tools();
  const [mine, other] = [device(), device({ id: 'ip:10.0.0.2' as never })];
  const { alreadyRedirected, pageOrigin } = judgeContext(mine, pipeline);
  expect(pageOrigin).toBe(`http://${host('eyelid.internal')}`);
  const asked = [1, 2, 3, 4].map(() => alreadyRedirected('https://shop.test/'));
  expect(asked).toEqual([false, false, false, true]);
  expect(judgeContext(other, pipeline).alreadyRedirected('https://shop.test/')).toBe(false);
});
