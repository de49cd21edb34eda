import { describe, expect, it } from 'vitest';
import { identifierWatch } from '../../../src/household/watch.ts';
import type { Action } from '../../../src/model/rule.ts';
import type { ExchangeNotes } from '../../../src/proxy/context.ts';
import { exchangeEvent } from '../../../src/proxy/journal.ts';
import type { Decoded, ProxyParts, TellingPort } from '../../../src/proxy/ports.ts';
import { request, rule } from '../act/samples.ts';
import { MAIL, watched } from '../household/household.ts';
import { device, sampleParts } from './samples.ts';

const DECODED: Decoded = {
  tracker: 'Meta Pixel',
  summary: 'Meta was told: Lead',
  fields: ['em', 'dt'],
  report: {
    what: `Lead by ${MAIL}`,
    asked: ['e-mail'],
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
  },
  values: [
    { name: 'em', value: 'ana@example.org' },
    { name: 'dt', value: `Mail to ${MAIL}` },
  ],
};

const MEASURED = { startedAt: 1_000, endedAt: 1_250, bytesUp: 10, bytesDown: 20 };

function eventOf(
  action: Action,
  change: Partial<TellingPort> = {},
  more: Partial<ExchangeNotes> = {},
  trackers: Partial<ProxyParts['trackers']> = {},
) {
  const { parts } = sampleParts({
    identifiers: identifierWatch(
      () => watched(),
      (error) => {
        throw error;
      },
    ),
  });
  const verdict = {
    action,
    rule: action === 'pass' ? null : rule(action),
    stub: null,
    undone: null,
    edits: [],
    logs: [],
    observed: false,
  };
  const sample = request({ headers: ['Host', 'a.test', 'COOKIE', 'a=b', 'cookie', 'c=d'] });
  const notes: ExchangeNotes = {
    request: sample,
    body: null,
    judgement: null,
    verdict,
    removed: [],
    streamed: null,
    status: 200,
    program: null,
    decided: 0.25,
    firstByte: 12.5,
    silent: false,
    ...more,
  };
  return exchangeEvent(device({ level: 'trackers' }), sample, notes, MEASURED, {
    ...parts,
    trackers: { ...parts.trackers, decode: () => DECODED, ...trackers },
    telling: { ...parts.telling, ...change },
  });
}

describe('the event of an exchange', () => {
  it('carries the level, the names of headers in their order, and when what was known', () => {
    expect(eventOf('block')).toMatchObject({
      level: 'trackers',
      details: {
        headers: ['host', 'cookie', 'cookie'],
        values: [],
        decided: 0.25,
        firstByte: 12.5,
      },
    });
  });

  it('carries identifiers as marks alone', () => {
    const marksOf: TellingPort['marksOf'] = (seen) =>
      seen.map(({ kind }, at) => ({ kind, mark: `mark ${at}` }));
    const event = eventOf('strip', { marksOf });
    expect(event.report).toEqual({
      what: 'Lead by ***',
      asked: ['e-mail'],
      marks: [{ kind: 'email', mark: 'mark 0' }],
    });
    expect(JSON.stringify(event)).not.toContain('ana@example.org');
  });

  it('carries values where the log keeps them, though none of the household', () => {
    expect(eventOf('log', { keepsValues: true }).details?.values).toEqual([
      { name: 'em', value: 'ana@example.org' },
      { name: 'dt', value: 'Mail to ***' },
    ]);
  });

  it('carries none of it where it passes and is only counted', () => {
    const never = () => {
      throw new Error('asked for what is not kept');
    };
    const event = eventOf('pass', { levelOf: never, marksOf: never });
    expect(event).not.toHaveProperty('level');
    expect(event).not.toHaveProperty('details');
    expect(event).not.toHaveProperty('report');
  });

  it('carries details where what passes is kept too, but no report, since it is not decoded', () => {
    const event = eventOf('pass', { keepsPasses: true });
    expect(event).toMatchObject({ level: 'trackers', details: { decided: 0.25 } });
    expect(event).not.toHaveProperty('report');
  });

  it.each([
    ['strip', ['a'], [{ name: 'a', value: 'b' }]],
    ['strip', [], null],
    ['log', ['a'], null],
  ] as const)('of %s without %j, not understood, is told by %j', (action, removed, values) => {
    const asked: unknown[] = [];
    const report = { what: 'a visit', asked: ['browser id'], identifiers: [] };
    const event = eventOf(
      action,
      {},
      { removed },
      {
        decode: () => null,
        decodeRemoved: (_request, found) => {
          asked.push(found);
          return report;
        },
      },
    );
    expect(asked).toEqual(values === null ? [] : [values]);
    expect(event.report?.what).toBe(values === null ? undefined : 'a visit');
  });
});
