import { describe, expect, test } from 'vitest';
import { type PlanContext, planEffect } from '../../../src/act/plan.ts';
import { NO_RESPONSE_EDITS } from '../../../src/act/response.ts';
import type { RequestInfo } from '../../../src/model/request.ts';
import { ACTIONS, type Action, type Edit, type Rule } from '../../../src/model/rule.ts';
import type { Effect, Verdict } from '../../../src/model/verdict.ts';
import { edit, request, rule, values } from './samples.ts';

const context: PlanContext = {
  pageOrigin: 'http://eyelid.internal',
  explain: () => null,
  passFor: () => null,
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
