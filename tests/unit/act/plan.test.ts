import { describe, expect, test } from 'vitest';
import { type PlanContext, planEffect, skipOf } from '../../../src/act/plan.ts';
import { NO_RESPONSE_EDITS } from '../../../src/act/response.ts';
import { REWRITERS } from '../../../src/act/rewriters/rewriters.ts';
import type { RequestInfo } from '../../../src/model/request.ts';
import { ACTIONS, type Action, type Edit, type Rule } from '../../../src/model/rule.ts';
import type { Effect, Verdict } from '../../../src/model/verdict.ts';
import {
  addHeader,
  bodyEdit,
  bodyOf,
  edit,
  limitCookie,
  request,
  rewriterEdit,
  rule,
  skip,
  urlEdit,
  values,
  within,
} from './samples.ts';

const context: PlanContext = {
  pageOrigin: 'http://eyelid.internal',
  explain: () => null,
  passFor: () => null,
  addressToLoad: () => null,
  stubText: () => null,
  alreadyRedirected: () => false,
};
const EDITS = [
  edit('query', 'fbclid'),
  edit('requestCookie', '_fbp'),
  edit('responseCookie', '_fbp'),
  edit('responseHeader', 'x-ad'),
];
const ASKED = request({
  url: 'https://shop.example/p?fbclid=1&x=2&fbclid=3',
  headers: ['Host', 'shop.example', 'Cookie', '_fbp=1; cart=2', 'Referer', '/?fbclid=4&gclid=5'],
});
const OPENED: RequestInfo = { ...ASKED, ...request({ type: 'document', url: ASKED.url }) };
const CLEAN = 'https://shop.example/p?x=2';

function verdict(action: Action, rest: Partial<Verdict> = {}): Verdict {
  const by: Rule | null = action === 'pass' ? null : rule(action);
  return {
    action,
    rule: by,
    stub: null,
    undone: null,
    edits: [],
    logs: [],
    observed: false,
    ...rest,
  };
}

const strip = (edits: readonly Edit[] = EDITS): Verdict => verdict('strip', { edits });

function forwarded(effect: Effect): Extract<Effect, { kind: 'forward' }> {
  if (effect.kind !== 'forward') throw new Error('not forwarded');
  return effect;
}

function answered(effect: Effect): Extract<Effect, { kind: 'answer' }> {
  if (effect.kind !== 'answer') throw new Error('not answered');
  return effect;
}

describe('planEffect', () => {
  test.each(['pass', 'allow', 'log'] as const)('%s: as it came', (action) => {
    expect(planEffect(verdict(action), ASKED, context)).toEqual({
      kind: 'forward',
      url: ASKED.url,
      body: null,
      headers: ASKED.headers,
      response: NO_RESPONSE_EDITS,
      removed: [],
    });
  });

  test.each(['block', 'stub', 'placeholder'] as const)('%s: an answer', (action) => {
    const { answer, removed } = answered(planEffect(verdict(action), ASKED, context));
    expect([answer.status, removed]).toEqual([204, []]);
    expect(values(answer.headers, 'x-eyelid')).toEqual(['meta.txt:7']);
  });

  test.each(['strip', 'rewrite'] as const)('%s: forwarded without what was removed', (action) => {
    const effect = forwarded(planEffect(verdict(action, { edits: EDITS }), ASKED, context));
    expect(effect).toMatchObject({
      url: CLEAN,
      headers: ['Host', 'shop.example', 'Cookie', 'cart=2', 'Referer', '/?gclid=5'],
      removed: ['fbclid', '_fbp'],
    });
    expect(effect.response.dropCookie?.('_fbp')).toBe(true);
    expect(effect.response.dropCookie?.('cart')).toBe(false);
    expect(effect.response.dropHeader?.('x-ad')).toBe(true);
  });

  test('what a rewriter does is told once, however many rules name it', () => {
    const first = bodyEdit(() => 'a');
    const named = rewriterEdit('meta-defuse-config');
    const edits = [named, first, { ...named }];
    const { response } = forwarded(planEffect(verdict('rewrite', { edits }), ASKED, context));
    expect(response.body).toEqual([REWRITERS['meta-defuse-config'], first.body]);
  });

  describe('a body that was read', () => {
    const sent = request({
      method: 'POST',
      url: 'https://t.example/?dl=%2F%3Ffbclid%3D1',
      headers: ['Content-Type', 'text/plain', 'Content-Encoding', 'gzip'],
    });
    const body = bodyOf('{"em":"x","a":1}', sent);
    const edits = [edit('bodyField', 'em'), within(['dl'], 'fbclid')];

    test('is forwarded without what was removed', () => {
      const effect = forwarded(planEffect(verdict('strip', { edits }), sent, context, body));
      expect(effect).toMatchObject({
        url: 'https://t.example/?dl=%2F',
        headers: ['Content-Type', 'text/plain'],
        body: new TextEncoder().encode('{"a":1}'),
        removed: ['fbclid (in dl)', 'em (body)'],
      });
    });

    test('is forwarded as it came in mode observe', () => {
      const observed = verdict('strip', { edits, observed: true });
      const effect = forwarded(planEffect(observed, sent, context, body));
      expect(effect).toMatchObject({ url: sent.url, headers: sent.headers, body: null });
      expect(effect.removed).toEqual(['fbclid (in dl)', 'em (body)']);
    });
  });

  test('all edits of a response are told, in their order', () => {
    const [first, second] = [bodyEdit(() => 'a'), bodyEdit(() => 'b')];
    const limit = limitCookie('_ga', { maxAge: 60 });
    const csp = addHeader('Content-Security-Policy', 'a');
    const edits = [first, limit, csp, second];
    const { response } = forwarded(planEffect(verdict('rewrite', { edits }), ASKED, context));
    expect(response).toEqual({
      dropHeader: null,
      dropCookie: null,
      addHeaders: [{ name: 'Content-Security-Policy', value: 'a', replaces: false }],
      limitCookies: [limit.kind === 'limitCookie' && limit.limit],
      body: [first.body, second.body],
      learn: [],
    });
  });

  test('a block with the stand-in that its rule names', () => {
    const script = request({ type: 'script' });
    const { answer } = answered(planEffect(verdict('stub', { stub: 'noopjs' }), script, context));
    expect(answer.status).toBe(200);
    expect(new TextDecoder().decode(answer.body)).toBe('(()=>{})();\n');
  });

  test('edits of the request alone leave the response alone', () => {
    const effect = forwarded(planEffect(strip([EDITS[1] as Edit]), ASKED, context));
    expect(effect.response).toEqual(NO_RESPONSE_EDITS);
  });

  test.each(ACTIONS)('observed %s: forwarded untouched', (action) => {
    const edits = action === 'strip' || action === 'rewrite' ? EDITS : [];
    const observed = verdict(action, { edits, observed: true });
    for (const asked of [ASKED, OPENED]) {
      const effect = forwarded(planEffect(observed, asked, context));
      expect(effect.url).toBe(asked.url);
      expect(effect.headers).toBe(asked.headers);
      expect(effect.response).toEqual(NO_RESPONSE_EDITS);
    }
    // What would have gone is still named.
    const { removed } = planEffect(observed, ASKED, context);
    expect(removed).toEqual(edits.length === 0 ? [] : ['fbclid', '_fbp']);
  });

  test('a block without a rule, or an action that does not exist, is a bug', () => {
    const nameless = verdict('block', { rule: null });
    expect(() => planEffect(nameless, ASKED, context)).toThrow('the verdict has no rule');
    const odd = verdict('vanish' as Action);
    expect(() => planEffect(odd, ASKED, context)).toThrow('unexpected value: "vanish"');
  });
});

describe('a page opened by a link with a click id', () => {
  test('is redirected to the clean URL; cookies are left for the next request', () => {
    const { answer, removed } = answered(planEffect(strip(), OPENED, context));
    expect(answer.status).toBe(307);
    expect(values(answer.headers, 'location')).toEqual([CLEAN]);
    expect(values(answer.headers, 'cache-control')).toEqual(['no-store']);
    expect(removed).toEqual(['fbclid']);
  });

  test('is forwarded clean where it was redirected a moment ago', () => {
    const asked: string[] = [];
    const effect = planEffect(strip(), OPENED, {
      ...context,
      alreadyRedirected: (url) => asked.push(url) > 0,
    });
    expect(forwarded(effect).url).toBe(CLEAN);
    expect(asked).toEqual([CLEAN]);
  });

  test.each<[string, RequestInfo, Verdict]>([
    ['is posted', { ...OPENED, method: 'POST' }, strip()],
    ['is in a frame', request({ type: 'subdocument', url: OPENED.url }), strip()],
    ['has bytes that a header cannot carry', { ...OPENED, url: `${OPENED.url}&é` }, strip()],
    ['has nothing to strip', { ...OPENED, url: CLEAN }, strip()],
    ['loses cookies only', OPENED, strip([EDITS[1] as Edit])],
  ])('is forwarded where it %s', (_title, asked, decided) => {
    expect(planEffect(decided, asked, context).kind).toBe('forward');
  });
});

describe('an address that is rewritten', () => {
  const amp = urlEdit((url) => url.replace('/p?', '/q?'));
  const decided = verdict('rewrite', { edits: [amp, edit('query', 'fbclid')] });

  test('is asked for', () => {
    const { url, removed } = forwarded(planEffect(decided, ASKED, context));
    expect(url).toBe('https://shop.example/q?x=2');
    expect(removed).toEqual(['address (rewritten)', 'fbclid']);
  });

  test('is where a page that a person opens is sent', () => {
    const { answer, removed } = answered(planEffect(decided, OPENED, context));
    expect(values(answer.headers, 'location')).toEqual(['https://shop.example/q?x=2']);
    expect(removed).toEqual(['address (rewritten)', 'fbclid']);
  });
});

describe('an address that says where it leads', () => {
  const out = request({ type: 'document', url: 'https://t.example/out?to=shop' });
  const by = rule('rewrite', { line: 12 });
  const edits = [skip(null), skip('https://shop.example/', by), edit('query', 'to')];

  test.each(['rewrite', 'strip', 'block', 'stub', 'placeholder'] as const)(
    '%s: the person arrives, and the tracker is not asked',
    (action) => {
      const { answer, removed } = answered(planEffect(verdict(action, { edits }), out, context));
      expect(answer.status).toBe(307);
      expect(values(answer.headers, 'location')).toEqual(['https://shop.example/']);
      expect(values(answer.headers, 'cache-control')).toEqual(['no-store']);
      expect(values(answer.headers, 'x-eyelid')).toEqual(['meta.txt:12']);
      expect(removed).toEqual(['address (skipped)']);
    },
  );

  test('in a circle, the other edits are carried out, and a block stays one', () => {
    const again = { ...context, alreadyRedirected: () => true };
    expect(forwarded(planEffect(verdict('rewrite', { edits }), out, again)).url).toBe(
      'https://t.example/out',
    );
    expect(answered(planEffect(verdict('block', { edits }), out, again)).answer.status).toBe(403);
  });

  test.each([
    ['rewrite', ['to', 'address (skipped)']],
    ['block', []],
  ] as const)('observed %s: forwarded untouched, and told', (action, removed) => {
    const effect = planEffect(verdict(action, { edits, observed: true }), out, context);
    expect(forwarded(effect)).toMatchObject({ url: out.url, removed });
  });

  test('what a page itself asks for is not skipped', () => {
    const asked = request({ type: 'image', url: out.url });
    expect(forwarded(planEffect(verdict('rewrite', { edits }), asked, context)).url).toBe(
      'https://t.example/out',
    );
    expect(skipOf(edits, asked)).toBeNull();
    expect(skipOf(edits, out)).toEqual({ target: 'https://shop.example/', rule: by });
  });
});
