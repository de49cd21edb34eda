import { describe, expect, test } from 'vitest';
import { createRegistrableDomain } from '../../src/classify/registrable-domain.ts';
import { type Explainer, explain } from '../../src/explain.ts';
import { FINDS_NOTHING } from '../../src/explain-all.ts';
import type { Device } from '../../src/model/device.ts';
import type { RuleRef, RuleSet } from '../../src/model/rule.ts';
import { createRuleCompiler } from '../../src/rules/compiler.ts';
import { explainRule } from '../../src/rules/explain.ts';
import { headerRules } from '../../src/rules/header-rules.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { rule, skip } from './act/samples.ts';

const RULES = `||tracker.test^
@@||tracker.test/needed^
$removeparam=fbclid
||relay.test^$removeheader=x-id
`;
const SIGNATURES = `
signatures:
  - id: gateway-hit
    title: A hit of the gateway
    when: { method: POST, body: { fb.pixel_id: true } }
    action: block
  - id: personal-fields
    when: { host: forms.test }
    action: strip
    strip: { query: [fbclid], body: [user, em], within: [dl] }
`;

async function explainer(): Promise<Explainer> {
  const compile = createRuleCompiler((host) => host);
  const read = (name: string, text: string) => readRuleFile(name, Buffer.from(text), null);
  return {
    rules: await compile([read('a.txt', RULES), read('b.yaml', SIGNATURES)]),
    registrableDomain: createRegistrableDomain(),
    explainRule,
  };
}

test.each([
  {
    name: 'nothing applies',
    question: { url: 'https://shop.test/' },
    want: { action: 'pass', rule: null, url: 'https://shop.test/', answer: null },
  },
  {
    name: 'a block has an answer fit for the type',
    question: { url: 'https://tracker.test/p', type: 'image', sourceUrl: 'https://shop.test/' },
    want: {
      action: 'block',
      rule: { list: 'a.txt', line: 1, text: '||tracker.test^' },
      answer: { status: 200, type: 'image/gif' },
    },
  },
  {
    name: 'an exception names what it undid',
    question: { url: 'https://tracker.test/needed', type: 'script' },
    want: {
      action: 'allow',
      rule: { list: 'a.txt', line: 2, text: '@@||tracker.test/needed^' },
      undone: { list: 'a.txt', line: 1, text: '||tracker.test^' },
    },
  },
  {
    name: 'a stripped navigation shows the clean address, fragment and all',
    question: { url: 'https://u:p@shop.test/a?x=%2f&fbclid=1&y#z', type: 'document' },
    want: {
      action: 'strip',
      url: 'https://u:p@shop.test/a?x=%2f&y#z',
      removed: ['fbclid'],
      answer: null,
    },
  },
  {
    name: 'a rule that looks into the response only does not count before there is one',
    question: { url: 'https://relay.test/' },
    want: { action: 'pass', rule: null },
  },
  {
    name: 'a body is judged as its content type says',
    question: {
      url: 'https://relay.test/events',
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://shop.test' },
      body: '{"fb.pixel_id":"1"}',
    },
    want: { action: 'block', rule: { list: 'b.yaml', line: 3, text: 'gateway-hit' } },
  },
  {
    name: 'the words of other programs for types are understood',
    question: { url: 'https://tracker.test/', type: 'main_frame' },
    want: { action: 'pass' },
  },
])('$name', async ({ question, want }) => {
  expect(explain(question, await explainer())).toMatchObject(want);
});

test.each(['strip', 'block'] as const)(
  'a page that is skipped shows where it leads, be it otherwise %s',
  async (other) => {
    const known = await explainer();
    const question = { url: 'https://out.test/?fbclid=1&to=shop#z', type: 'document' };
    const leads = skip('https://shop.test/#a');
    const block = other === 'block' ? rule('block') : null;
    const rules: RuleSet = {
      ...known.rules,
      match: (...asked) => {
        const matches = known.rules.match(...asked);
        return { ...matches, block, edits: [...matches.edits, leads] };
      },
    };
    expect(explain(question, { ...known, rules })).toMatchObject({
      action: other === 'block' ? 'block' : 'rewrite',
      url: 'https://shop.test/#a',
      answer: null,
      removed: ['address (skipped)'],
    });
  },
);

describe('a body that would lose something', () => {
  test.each([
    ['{"user":{"email":"x"},"a":1}', ['user (body)']],
    ['em=1&dl=https%3A%2F%2Fshop.test%2F%3Ffbclid%3D1', ['em (body)', 'fbclid (in dl)']],
  ])('%s', async (body, removed) => {
    const type = { 'content-type': 'text/plain' };
    const question = { url: 'https://forms.test/c', body, headers: type };
    expect(explain(question, await explainer())).toMatchObject({
      action: 'strip',
      rule: { list: 'b.yaml', text: 'personal-fields' },
      url: 'https://forms.test/c',
      removed,
    });
  });

  test('and one that would not', async () => {
    const question = { url: 'https://forms.test/c', body: 'a=1' };
    expect(explain(question, await explainer())).toMatchObject({ action: 'pass', removed: [] });
  });
});

describe('all rules that fit', () => {
  const explained = async (rules: string, url: string, more: Partial<Explainer> = {}) => {
    const file = readRuleFile('a.txt', Buffer.from(rules), null);
    const compile = createRuleCompiler((host) => host);
    const with_ = {
      ...(await explainer()),
      rules: await compile([file]),
      onHeaders: {
        rules: await compile(headerRules([file])),
        textAt: ({ line }: RuleRef) => (file.kind === 'filters' ? file.text.text(line) : ''),
      },
      ...more,
    };
    return explain({ url, sourceUrl: 'https://shop.test/', type: 'script' }, with_);
  };

  test('are told only where they are asked for', async () => {
    expect(await explained('||a.test^', 'https://a.test/')).not.toHaveProperty('candidates');
  });

  test('come with their step, and why each does not decide', async () => {
    const rules = '||a.test^\n||a.test/x\n@@||a.test/x$script\n||b.test^';
    const { candidates } = await explained(rules, 'https://a.test/x', { all: true });
    expect(candidates).toEqual([
      expect.objectContaining({ line: 3, step: 3, action: 'allow', lost: null }),
      expect.objectContaining({ line: 1, step: 4, action: 'block' }),
      expect.objectContaining({ line: 2, step: 4, action: 'block' }),
    ]);
    for (const { lost } of candidates?.slice(1) ?? []) expect(lost).toContain('a.txt:3');
  });

  test('edits that find nothing say so', async () => {
    const rules = '||a.test^$script,removeparam=x\n||a.test^$script,removeheader=request:x-id';
    const { candidates } = await explained(rules, 'https://a.test/?x=1', { all: true });
    expect(candidates?.map(({ line, lost }) => [line, lost])).toEqual([
      [1, null],
      [2, FINDS_NOTHING],
    ]);
  });

  test('a rule for one device counts for that device', async () => {
    const tablet = { name: 'Tablet', nameFrom: 'hand', address: '10.0.0.9', mac: null, groups: [] };
    const device = { ...tablet, mode: 'enforce' } as unknown as Device;
    const rules = '||a.test^$device=tablet';
    expect((await explained(rules, 'https://a.test/', { device })).action).toBe('block');
    expect((await explained(rules, 'https://a.test/')).action).toBe('pass');
  });

  test('those that look at the response are told apart', async () => {
    const rules = '||a.test^$header=server:ads\n||a.test^$removeheader=x-id\n||b.test^$header=x';
    const { action, awaiting } = await explained(rules, 'https://a.test/');
    expect(action).toBe('pass');
    expect(awaiting.map(({ line, text }) => [line, text])).toEqual([
      [1, '||a.test^$header=server:ads'],
      [2, '||a.test^$removeheader=x-id'],
    ]);
    const blocked = await explained(`||a.test^\n${rules}`, 'https://a.test/');
    expect([blocked.action, blocked.awaiting]).toEqual(['block', []]);
  });
});

test.each([
  { question: { url: 'shop.test' }, why: 'reading "shop.test": not an absolute web address' },
  { question: { url: 'https://a.test/', type: 'picture' }, why: 'reading the type "picture"' },
])('$why', async ({ question, why }) => {
  const with_ = await explainer();
  expect(() => explain(question, with_)).toThrow(why);
});
