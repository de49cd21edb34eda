import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { planEffect } from '../../../src/act/plan.ts';
import { readBody } from '../../../src/classify/body.ts';
import { decideExchange } from '../../../src/decide/exchange.ts';
import type { Body, ResourceType } from '../../../src/model/request.ts';
import type { RuleSet } from '../../../src/model/rule.ts';
import { parseSignatures } from '../../../src/rules/signature/parse.ts';
import { type Asked, requestOf, ruleSet } from '../../support/rule-set.ts';

const folder = new URL('../../../rules/', import.meta.url).pathname;
const read = (name: string): string => readFileSync(folder + name, 'utf8');
const DEFUSE = read('meta-defuse.yaml');
const META = { 'meta.txt': read('meta.txt'), 'meta.yaml': read('meta.yaml') };

const CONFIG = 'https://connect.facebook.net/signals/config/769712154761541?v=2.9.285';
const HIT = `https://www.facebook.com/tr/?id=769712154761541&ev=PageView&dl=${encodeURIComponent('https://shop.example/?fbclid=IwAR0&size=2')}&fbp=fb.1.1745853804711.505&ud%5Bem%5D=${'a'.repeat(64)}&cd%5Bvalue%5D=9`;

test('it ships switched off, and one word switches it on', () => {
  expect(parseSignatures(DEFUSE, 'meta-defuse.yaml')).toMatchObject({
    signatures: [],
    problems: [],
  });
  const on = parseSignatures(switchedOn(), 'meta-defuse.yaml');
  expect(on.signatures).toHaveLength(4);
  expect(on.problems).toEqual([]);
});

function switchedOn(): string {
  return DEFUSE.replace(/^enabled: false$/m, 'enabled: true');
}

describe.each([
  ['off', DEFUSE],
  ['on', switchedOn()],
])('switched %s', (state, text) => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await ruleSet({ ...META, 'meta-defuse.yaml': text });
  });
  const verdictOf = (
    url: string,
    type: ResourceType,
    asked: Asked = {},
    body: Body | null = null,
  ) => {
    const request = requestOf(url, type, { from: 'https://www.shop.example/', ...asked });
    return { request, verdict: decideExchange(rules.match(request, body), { mode: 'enforce' }) };
  };

  test.each<[string, string, ResourceType, string]>([
    ['the loader', 'https://connect.facebook.net/en_US/fbevents.js', 'script', 'allow'],
    ['the settings', CONFIG, 'script', 'rewrite'],
    ['a hit', HIT, 'image', 'strip'],
  ])('%s', (_, url, type, action) => {
    const { verdict } = verdictOf(url, type);
    if (state === 'on') expect(verdict.action).toBe(action);
    else expect(['block', 'stub']).toContain(verdict.action);
  });

  test.each<[string, string, ResourceType]>([
    [
      'the plug-in that reads forms',
      'https://connect.facebook.net/signals/plugins/inferredevents.js',
      'script',
    ],
    [
      'the plug-in for gateways',
      'https://connect.facebook.net/signals/plugins/openbridge3.js',
      'script',
    ],
    [
      'what the scripts report of themselves',
      'https://connect.facebook.net/log/error?p=pixel',
      'image',
    ],
    [
      'the copy for the browser’s attribution',
      'https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?id=769712154761541&ev=PageView',
      'image',
    ],
    ['a Like button', 'https://www.facebook.com/plugins/like.php?href=a', 'subdocument'],
  ])('%s is not let through', (_, url, type) => {
    expect(['block', 'stub', 'placeholder']).toContain(verdictOf(url, type).verdict.action);
  });

  test('a call of the gateway stays blocked', () => {
    const sent = '{"event_name":"PageView","fb.pixel_id":"769712154761541"}';
    const body = readBody('text/plain', Buffer.from(sent));
    const asked = { method: 'POST', headers: ['Content-Type', 'text/plain'] };
    const { verdict } = verdictOf('https://gw.shop.example/events', 'xhr', asked, body);
    expect(verdict.action).toBe('block');
    expect(verdict.rule?.learns).toBe('meta-gateway-call');
  });

  test.runIf(state === 'on')('a hit goes on with what happened, and not with who it was', () => {
    const asked = { headers: ['Cookie', 'c_user=1; datr=2', 'Accept', 'image/*'] };
    const { request, verdict } = verdictOf(HIT, 'image', asked);
    const effect = planEffect(verdict, request, {
      alreadyRedirected: () => false,
    } as unknown as Parameters<typeof planEffect>[2]);
    expect(effect).toMatchObject({
      kind: 'forward',
      url: `https://www.facebook.com/tr/?id=769712154761541&ev=PageView&dl=${encodeURIComponent('https://shop.example/?size=2')}&cd%5Bvalue%5D=9`,
      headers: ['Accept', 'image/*'],
    });
  });

  test.runIf(state === 'on')('the settings are rewritten, and learnt from', () => {
    const { verdict } = verdictOf(CONFIG, 'script');
    expect(verdict.edits).toEqual([
      expect.objectContaining({ kind: 'learn', name: 'meta-gateways' }),
      expect.objectContaining({ kind: 'learn', name: 'meta-gateways' }),
      expect.objectContaining({ kind: 'rewriter', name: 'meta-defuse-config' }),
    ]);
  });
});
