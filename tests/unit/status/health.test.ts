import { expect, test } from 'vitest';
import type { RuleProblem } from '../../../src/model/rule.ts';
import { type HealthFacts, healthOf } from '../../../src/status/health.ts';
import { device, NOW, subscribed } from '../../support/status-ports.ts';

const DAY = 24 * 3_600_000;

function facts(changes: Partial<HealthFacts> = {}): HealthFacts {
  return {
    carried: 100,
    devices: [device()],
    trusting: 1,
    pauses: [],
    rules: { size: 30, lists: [{ list: 'meta.yaml', rules: 30, problems: [], stale: false }] },
    subscriptions: [subscribed()],
    droppedEvents: 0,
    logTroubles: [],
    certificateNotAfter: NOW + 400 * DAY,
    hasPassword: true,
    now: NOW,
    ...changes,
  };
}

function file(list: string, severities: readonly RuleProblem['severity'][], stale = false) {
  const problems = severities.map((severity, i) => ({
    ...{ list, line: i + 1, text: 'x', reason: 'no', severity },
  }));
  return { list, rules: 3, problems, stale };
}

test('all is well', () => {
  expect(healthOf(facts())).toEqual({
    state: 'good',
    headline: 'Eyelid is working.',
    findings: [],
  });
});

test.each<[string, Partial<HealthFacts>, string, string]>([
  ['no rules', { rules: { size: 0, lists: [] } }, 'bad', 'No rule is in force'],
  [
    'a broken file',
    { rules: { size: 3, lists: [file('a.txt', [], true)] } },
    'bad',
    'a.txt cannot',
  ],
  [
    'lines that are not in force',
    { rules: { size: 3, lists: [file('a.txt', ['error', 'ineffective', 'error'])] } },
    'note',
    '2 lines of the rule files are not in force.',
  ],
  [
    'a list that never came',
    { subscriptions: [subscribed({ failing: true, rules: null, fetched: null })] },
    'bad',
    'The list EasyPrivacy could not be downloaded.',
  ],
  [
    'a list that failed to update',
    { subscriptions: [subscribed({ failing: true, fetched: NOW - DAY })] },
    'note',
    'could not be updated; its copy is a day old',
  ],
  [
    'a list of last month',
    { subscriptions: [subscribed({ fetched: NOW - 31 * DAY })] },
    'bad',
    'is out of date: its copy is 31 days old',
  ],
  ['events lost', { droppedEvents: 12 }, 'bad', '12 exchanges are missing in the log'],
  [
    'a log begun anew',
    { logTroubles: ['opening the log x: it is damaged; it was set aside as y'] },
    'note',
    'Opening the log x: it is damaged; it was set aside as y.',
  ],
  ['a certificate that ends', { certificateNotAfter: NOW + 5.5 * DAY }, 'note', 'in 5 days'],
  ['a certificate that ended', { certificateNotAfter: NOW - 1 }, 'bad', 'has expired'],
  [
    'devices that are only observed',
    { devices: [device({ mode: 'observe' })] },
    'note',
    'One device is only observed',
  ],
  [
    'no trust',
    { devices: [device({ level: 'hostname', levelFrom: 'default' })], trusting: 0 },
    'note',
    'trackers are blocked by host name only',
  ],
  ['no password', { hasPassword: false }, 'note', 'The first-run code still opens this page.'],
])('%s', (_, changes, state, text) => {
  const health = healthOf(facts(changes));
  expect(health.state).toBe(state);
  expect(health.findings.map((finding) => finding.text).join(' ')).toContain(text);
  expect(health.findings).toHaveLength(1);
});

test('the worst comes first, and says so', () => {
  const health = healthOf(facts({ hasPassword: false, droppedEvents: 1 }));
  expect(health.headline).toBe('Something needs you.');
  expect(health.findings.map(({ tone }) => tone)).toEqual(['bad', 'note']);
});

test('what is worth knowing is counted', () => {
  const health = healthOf(facts({ hasPassword: false, certificateNotAfter: NOW + 1 }));
  expect(health.headline).toBe('Eyelid is working. 2 things are worth knowing.');
});

test('a pause of everything is no fault', () => {
  const health = healthOf(facts({ pauses: [{ target: 'all', until: NOW + 1 }] }));
  expect(health).toEqual({ state: 'note', headline: 'Eyelid is paused.', findings: [] });
});

test('a fresh install waits; no trust is asked for before anything came', () => {
  const fresh = facts({ carried: 0, devices: [], trusting: 0, hasPassword: false });
  const health = healthOf(fresh);
  expect(health.state).toBe('waiting');
  expect(health.headline).toContain('is ready');
  expect(health.findings).toHaveLength(1);
});
