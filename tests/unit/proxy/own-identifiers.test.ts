import { text as readText } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { identifierWatch } from '../../../src/household/watch.ts';
import type { BodyWatch, IdentifierFindings } from '../../../src/model/identifier.ts';
import { type Matches, NO_MATCHES } from '../../../src/model/rule.ts';
import type { ExchangeContext } from '../../../src/proxy/context.ts';
import { judge } from '../../../src/proxy/judge.ts';
import {
  isForTracker,
  joined,
  wantsOwnBody,
  watchStreamed,
  withOwn,
  withStreamed,
} from '../../../src/proxy/own-identifiers.ts';
import { BODY_LIMIT } from '../../../src/proxy/request-body.ts';
import { row } from '../../support/status-ports.ts';
import { edit, request, rule } from '../act/samples.ts';
import { hash, MAIL, watched } from '../household/household.ts';
import { ask, contextServer } from './exchange.ts';
import { device, ruleSet, sampleParts } from './samples.ts';

const MAIL_HASH = hash(MAIL);
const identifiers = identifierWatch(
  () => watched(),
  (error) => {
    throw error;
  },
);
const { trackers } = sampleParts().parts;

describe('a tracker', () => {
  const asked = (url: string) => request({ url });
  const says = (change: Partial<Matches>): Matches => ({ ...NO_MATCHES, ...change });
  it.each([
    ['is known by its host', 'https://tracker.test/', says({}), true],
    [
      'or by a rule that names it',
      'https://a.test/',
      says({ logs: [rule('log', { tracker: 'Meta' })] }),
      true,
    ],
    [
      'and not by a rule that is excepted',
      'https://a.test/',
      says({ block: rule('block') }),
      false,
    ],
    [
      'and not by any other',
      'https://a.test/',
      says({ logs: [rule('log', { tracker: null })] }),
      false,
    ],
  ])('%s', (_how, url, said, expected) => {
    expect(isForTracker(asked(url), said, trackers)).toBe(expected);
  });
});

describe('what was found', () => {
  const found: IdentifierFindings = {
    edits: [edit('query', 'em')],
    logs: [rule('log', { text: 'own' })],
    block: rule('block', { text: 'own' }),
    summary: null,
  };
  const said = { ...NO_MATCHES, edits: [edit('query', 'x')], logs: [rule('log')] };

  it('comes before what the rules say', () => {
    const { edits, logs, block } = withOwn(said, found, false);
    expect(edits).toEqual([...found.edits, ...said.edits]);
    expect(logs).toEqual([...found.logs, ...said.logs]);
    expect(block).toBe(found.block);
  });

  it('does not take the place of a rule that blocks, or close what a person opened', () => {
    const block = rule('block');
    expect(withOwn({ ...said, block }, found, false).block).toBe(block);
    expect(withOwn(said, found, true).block).toBeNull();
    expect(withOwn(said, null, false)).toBe(said);
  });
});

describe('a body is read for them', () => {
  it.each([
    ['short text', ['Content-Type', 'text/plain;charset=UTF-8', 'Content-Length', '10'], true],
    ['JSON', ['content-type', 'application/vnd.api+json', 'content-length', '10'], true],
    [
      'a form',
      ['Content-Type', 'multipart/form-data; boundary=x', 'Content-Length', String(BODY_LIMIT)],
      true,
    ],
    ['one that does not say what it is', ['Content-Length', '10'], true],
    ['a file', ['Content-Type', 'application/zip', 'Content-Length', '10'], false],
    ['a long one', ['Content-Type', 'text/plain', 'Content-Length', String(BODY_LIMIT + 1)], false],
    [
      'one of unknown length',
      ['Content-Type', 'text/plain', 'Transfer-Encoding', 'chunked'],
      false,
    ],
  ])('%s', (_what, headers, expected) => {
    expect(wantsOwnBody(headers, identifiers)).toBe(expected);
    expect(
      wantsOwnBody(
        headers,
        identifierWatch(
          () => null,
          () => undefined,
        ),
      ),
    ).toBe(false);
  });
});

/** The context of a request with a body, judged, and its body as it goes on. */
async function streamed(
  text: string,
  {
    headers = ['Content-Type', 'text/plain'],
    says = {},
    mode = 'enforce',
    watch = identifiers,
  }: {
    readonly headers?: readonly string[];
    readonly says?: Partial<Matches>;
    readonly mode?: 'enforce' | 'observe';
    readonly watch?: typeof identifiers;
  } = {},
) {
  const contexts: ExchangeContext[] = [];
  let passed = '';
  const port = await contextServer(80, async (ctx) => {
    contexts.push(ctx);
    const asked = request({ url: 'http://shop.test/x', headers: ctx.outgoing.headers });
    ctx.notes.request = { ...asked, party: 'first', device: device({ mode }) };
    const theCase = { request: ctx.notes.request, body: null, connection: null };
    ctx.notes.judgement = judge(theCase, ruleSet({ match: () => says }), context);
    watchStreamed(ctx, { identifiers: watch, trackers });
    const through = ctx.requestFilters.reduce<NodeJS.ReadableStream>(
      (source, filter) => source.pipe(filter),
      ctx.clientToProxyRequest,
    );
    passed = await readText(through);
    ctx.proxyToClientResponse.end();
  });
  const length = ['Content-Length', String(text.length)];
  const lines = [...headers, ...length].flatMap((value, i, all) =>
    i % 2 === 0 ? [`${value}: ${all[i + 1]}`] : [],
  );
  await ask(port, ['POST /x HTTP/1.1', 'Host: shop.test', ...lines], text);
  return { passed, watch: (contexts[0] as ExchangeContext).notes.streamed };
}

const context = {
  pageOrigin: 'http://eyelid.internal',
  explain: () => '',
  passFor: () => null,
  isOpenedAnyway: () => false,
  addressToLoad: () => null,
  isLoaded: () => false,
  alreadyRedirected: () => false,
  isAllowedOnce: () => false,
  findOwn: () => null,
};

describe('a body that passes', () => {
  const text = `em=${MAIL_HASH}`;
  const gone = `em=${'0'.repeat(64)}`;

  it('is looked through', async () => {
    const { passed, watch } = await streamed(text);
    expect(passed).toBe(gone);
    expect(watch?.found.rules).toMatchObject([{ action: 'strip' }]);
  });

  it('goes as it came in mode observe, and it is told', async () => {
    const { passed, watch } = await streamed(text, { mode: 'observe' });
    expect(passed).toBe(text);
    expect(watch?.found.rules).toHaveLength(1);
  });

  const personalAllow = rule('allow', { personal: true });
  const off = identifierWatch(
    () => null,
    () => undefined,
  );
  it.each([
    ['a file', { headers: ['Content-Type', 'image/png'] }],
    ['compressed', { headers: ['Content-Type', 'text/plain', 'Content-Encoding', 'gzip'] }],
    ['for a host that a person allows', { says: { personalAllow } }],
    ['while nothing is watched for', { watch: off }],
  ])('is left alone where it is %s', async (_what, change) => {
    const { passed, watch } = await streamed(text, change);
    expect(passed).toBe(text);
    expect(watch).toBeNull();
  });
});

describe('the event of an exchange', () => {
  const { id: _, ...event } = row(1, { action: 'pass', rule: null, removed: ['x'], summary: null });
  const seen = (action: 'strip' | 'log'): BodyWatch => ({
    push: (chunk) => chunk,
    end: () => new Uint8Array(),
    found: {
      rules: [
        rule(action, { list: 'identifiers', line: 2, text: 'mine', title: 'your e-mail, hashed' }),
      ],
      summary: 'Your e-mail',
    },
  });

  it('says what was taken out of a body that passed', () => {
    expect(withStreamed(event, seen('strip'))).toMatchObject({
      action: 'strip',
      rule: { list: 'identifiers', line: 2, text: 'mine' },
      removed: ['x', 'your e-mail, hashed'],
      summary: 'Your e-mail',
    });
  });

  it('says what was seen there', () => {
    const noted = withStreamed(event, seen('log'));
    expect(noted).toMatchObject({ action: 'log', removed: ['x'], summary: 'Your e-mail' });
  });

  it('keeps a stronger action and its rule', () => {
    const stripped = { ...event, action: 'rewrite', summary: 'Meta was told' } as const;
    expect(withStreamed(stripped, seen('strip'))).toMatchObject({
      action: 'rewrite',
      rule: null,
      removed: ['x', 'your e-mail, hashed'],
      summary: 'Meta was told. Your e-mail',
    });
  });

  it('is as it was where nothing was seen', () => {
    expect(withStreamed(event, null)).toBe(event);
  });
});

it.each([
  [null, null, null],
  ['a', null, 'a'],
  [null, 'b', 'b'],
  ['a', 'b', 'a. b'],
])('%j and %j are %j', (first, second, both) => {
  expect(joined(first, second)).toBe(both);
});
