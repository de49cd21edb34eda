import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideExchange } from '../../../src/decide/exchange.ts';
import { type Edit, type Matches, NO_MATCHES } from '../../../src/model/rule.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { edit, rule, skip } from '../act/samples.ts';

const personal = rule('allow', { personal: true, list: 'my-rules.txt' });
const important = rule('block', { text: '||a^$important' });
const exception = rule('allow', { text: '@@||a^' });
const block = rule('block');
const stub = rule('stub');
const placeholder = rule('placeholder');
const strip = edit('query', 'fbclid');
const cookie = edit('requestCookie', '_fbp', rule('strip', { line: 8 }));
const rewrite = edit('responseHeader', 'x', rule('rewrite'));
const leads = skip('https://a.example/');
const log = rule('log');
const learning: Edit = { rule: log, kind: 'learn', name: 'meta-gateways' };
const redirect = rule('stub', { stub: 'click2load.html' });

function decide(matches: Partial<Matches>, mode: 'enforce' | 'observe' = 'enforce'): Verdict {
  return decideExchange({ ...NO_MATCHES, ...matches }, { mode });
}

interface Row {
  readonly step: string;
  readonly matches: Partial<Matches>;
  readonly want: Partial<Verdict>;
}

const rows: readonly Row[] = [
  {
    step: 'nothing matches',
    matches: {},
    want: { action: 'pass', rule: null, undone: null, edits: [], logs: [] },
  },
  {
    step: '1 a personal allow outranks important, and names what it undid',
    matches: { personalAllow: personal, important, edits: [strip], logs: [log] },
    want: { action: 'allow', rule: personal, undone: important, edits: [], logs: [log] },
  },
  {
    step: '1 a personal allow of a block',
    matches: { personalAllow: personal, block },
    want: { action: 'allow', rule: personal, undone: block },
  },
  {
    step: '1 a personal allow of a strip',
    matches: { personalAllow: personal, edits: [strip] },
    want: { action: 'allow', rule: personal, undone: strip.rule, edits: [] },
  },
  {
    step: '1 a personal allow of nothing',
    matches: { personalAllow: personal },
    want: { action: 'allow', rule: personal, undone: null },
  },
  {
    step: '2 and 4: of the edits of a blocked page those stay that say where it leads',
    matches: { block, edits: [strip, leads] },
    want: { action: 'block', rule: block, edits: [leads] },
  },
  {
    step: '5 where a page leads',
    matches: { edits: [strip, leads] },
    want: { action: 'rewrite', rule: leads.rule, edits: [strip, leads] },
  },
  {
    step: '2 important outranks an exception',
    matches: { important, exception, block: stub, edits: [strip] },
    want: { action: 'block', rule: important, undone: null, edits: [] },
  },
  {
    step: '3 an exception undoes a block',
    matches: { exception, block },
    want: { action: 'allow', rule: exception, undone: block },
  },
  {
    step: '3 an exception of nothing undoes nothing',
    matches: { exception },
    want: { action: 'allow', rule: exception, undone: null },
  },
  {
    step: '3 an exception of a block leaves the strips in force',
    matches: { exception, block, edits: [strip] },
    want: { action: 'strip', rule: strip.rule, undone: block, edits: [strip] },
  },
  {
    step: '4 block outranks strip and log',
    matches: { block, edits: [strip], logs: [log] },
    want: { action: 'block', rule: block, edits: [], logs: [log] },
  },
  { step: '4 stub', matches: { block: stub }, want: { action: 'stub', rule: stub } },
  {
    step: '4 placeholder',
    matches: { block: placeholder },
    want: { action: 'placeholder', rule: placeholder },
  },
  {
    step: '5 all strips are kept, the first is named',
    matches: { edits: [strip, cookie], logs: [log] },
    want: { action: 'strip', rule: strip.rule, edits: [strip, cookie], logs: [log] },
  },
  {
    step: '5 rewrite is the stronger',
    matches: { edits: [strip, rewrite] },
    want: { action: 'rewrite', rule: rewrite.rule, edits: [strip, rewrite] },
  },
  {
    step: '4 what lists call click2load.html is a placeholder',
    matches: { block: rule('stub', { stub: 'click2load.html' }) },
    want: { action: 'placeholder', stub: null },
  },
  {
    step: '4 a block that is answered so is one too',
    matches: { block, redirect },
    want: { action: 'placeholder', rule: block, stub: null },
  },
  {
    step: '4 a rule with a stand-in of its own is not overruled',
    matches: { block: rule('stub', { stub: 'noop.js' }), redirect },
    want: { action: 'stub', stub: 'noop.js' },
  },
  {
    step: '1 what only reads the response goes on',
    matches: { personalAllow: personal, edits: [learning, strip] },
    want: { action: 'allow', undone: strip.rule, edits: [learning] },
  },
  {
    step: '1 what only reads was not undone',
    matches: { personalAllow: personal, edits: [learning] },
    want: { action: 'allow', undone: null },
  },
  {
    step: '4 nothing is learnt from what is answered by us',
    matches: { block, edits: [learning] },
    want: { action: 'block', edits: [] },
  },
  {
    step: '5 what only reads decides nothing',
    matches: { edits: [learning, strip], logs: [log] },
    want: { action: 'strip', rule: strip.rule, edits: [learning, strip] },
  },
  {
    step: '6 what only reads is a log',
    matches: { edits: [learning], logs: [log] },
    want: { action: 'log', rule: log, edits: [learning] },
  },
  { step: '6 log', matches: { logs: [log] }, want: { action: 'log', rule: log, undone: null } },
  {
    step: '6 log with an exception remembers what was undone',
    matches: { exception, block, logs: [log] },
    want: { action: 'log', rule: log, undone: block },
  },
];

describe('decideExchange', () => {
  test.each(rows)('$step', ({ matches, want }) => {
    expect(decide(matches)).toMatchObject({ ...want, observed: false });
    expect(decide(matches, 'observe')).toMatchObject({ ...want, observed: true });
  });

  test('any matches: forwarded without edits, or answered, or edited; and explained', () => {
    const maybe = <T>(value: T) => fc.constantFrom(value, null);
    const anyMatches = fc.record({
      personalAllow: maybe(personal),
      important: maybe(important),
      exception: maybe(exception),
      block: fc.constantFrom(block, stub, placeholder, null),
      edits: fc.subarray<Edit>([strip, cookie, rewrite]),
      logs: fc.subarray([log]),
    });
    fc.assert(
      fc.property(anyMatches, (matches) => {
        const verdict = decide(matches);
        expect(verdict.rule === null).toBe(verdict.action === 'pass');
        if (verdict.edits.length > 0) expect(['strip', 'rewrite']).toContain(verdict.action);
        // Deciding again with the edits that remained changes nothing.
        expect(decide({ ...matches, edits: verdict.edits })).toMatchObject({
          action: verdict.action,
          rule: verdict.rule,
        });
      }),
    );
  });
});
