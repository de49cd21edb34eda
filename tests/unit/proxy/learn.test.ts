import { expect, test } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import type { ExchangeNotes } from '../../../src/proxy/context.ts';
import { readingOf, tellOfCall } from '../../../src/proxy/learn.ts';
import { requestTo } from '../../support/request-info.ts';
import { sampleParts } from './samples.ts';

const request = requestTo('https://connect.facebook.net/signals/config/769712154761541');

test('a text is read as it is, and stays as it is', () => {
  const { parts, learnt } = sampleParts();
  const [reading, ...others] = readingOf(
    ['meta-gateways'],
    request,
    request.hostname,
    parts.learning,
  );
  expect(others).toEqual([]);
  expect(reading?.of).toBe('text');
  expect(reading?.rewrite('a text')).toBe('a text');
  expect(learnt).toEqual([`meta-gateways ${request.url} a text`]);
});

test('of an exchange that nobody knows, nothing is read', () => {
  const { learning } = sampleParts().parts;
  expect(readingOf(['meta-gateways'], null, request.hostname, learning)).toEqual([]);
});

test.each([
  ['showed a certificate for another name', 'attacker.test'],
  ['showed none', null],
])('of a server that %s than the request names, nothing is read', (_, servername) => {
  const { learning } = sampleParts().parts;
  expect(readingOf(['meta-gateways'], request, servername as Hostname | null, learning)).toEqual(
    [],
  );
});

const RULE = {
  list: 'meta.yaml',
  line: 3,
  text: 'meta-gateway-hit',
  action: 'block',
  title: null,
  tracker: null,
  personal: false,
} as const;

/** The notes of an exchange that this rule decided. */
function notes(learns: boolean, observed: boolean, kind: 'answer' | 'forward'): ExchangeNotes {
  const rule = learns ? { ...RULE, learns: 'meta-gateway-call' as const } : RULE;
  const verdict = {
    action: 'block',
    rule,
    stub: null,
    undone: null,
    edits: [],
    logs: [],
    observed,
  };
  const effect = { kind, answer: null, removed: [] };
  return { request, verdict, judgement: { verdict, effect } } as unknown as ExchangeNotes;
}

test.each([
  ['answered by a rule that learns is told', true, false, 'answer', 1],
  ['answered by another rule is not', false, false, 'answer', 0],
  ['only observed is not', true, true, 'forward', 0],
  ['sent after all is not', true, false, 'forward', 0],
] as const)('a call that was %s', (_, learns, observed, kind, count) => {
  const { parts, learnt } = sampleParts();
  tellOfCall(notes(learns, observed, kind), parts.learning);
  expect(learnt).toEqual(count === 0 ? [] : [`meta-gateway-call ${request.url}`]);
});
