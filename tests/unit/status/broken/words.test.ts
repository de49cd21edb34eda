import { expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../../../../src/model/request.ts';
import { incidentsOf } from '../../../../src/status/broken/incident.ts';
import { reportText, whatHappened } from '../../../../src/status/broken/words.ts';
import { blocked, tunnelled } from './transcript.ts';

type Change = Parameters<typeof blocked>[2];

function told(change: Change): string {
  const [incident] = incidentsOf([blocked(1, 'x.test/a.js', change)]);
  return incident === undefined ? '' : whatHappened(incident);
}

it.each([
  [{ type: 'document' }, 'The page x.test was blocked.'],
  [{ type: 'xhr' }, 'A request to x.test was blocked.'],
  [{ type: 'stylesheet' }, 'A style sheet from x.test was blocked.'],
  [{ action: 'stub' }, 'A script from x.test was replaced by a stand-in.'],
  [{ action: 'placeholder' }, 'A script from x.test is held back until it is clicked.'],
  [{ action: 'strip' }, 'Something was taken out of what was asked of x.test.'],
  [{ action: 'rewrite' }, 'What x.test answered was changed.'],
] as readonly (readonly [Change, string])[])('%j: %s', (change, sentence) => {
  expect(told(change)).toBe(sentence);
});

it('every type of request has its words', () => {
  const sentences = RESOURCE_TYPES.map((type) => told({ type }));
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].* x\.test was blocked\.$/);
});

it('a connection was refused', () => {
  const [one] = incidentsOf([tunnelled(1, 'x.test', { action: 'block', tunnel: null })]);
  expect(one === undefined ? '' : whatHappened(one)).toBe('The connection to x.test was refused.');
});

it('the report names rule, list and address, and nothing of the household', () => {
  const rule = { list: 'easyprivacy', line: 12, text: '||x.test^$third-party' };
  const culprit = {
    what: 'A script from x.test was blocked.',
    host: 'x.test',
    path: '/a.js',
    rule,
  };
  expect(reportText(culprit, 'shop.test', '1.2.3')).toBe(
    [
      'A script from x.test was blocked.',
      'On: https://shop.test/',
      'Address: https://x.test/a.js',
      'Rule: ||x.test^$third-party',
      'List: easyprivacy, line 12',
      'Eyelid 1.2.3',
    ].join('\n'),
  );
  const bare = reportText({ ...culprit, path: null, rule: null }, null, '1.2.3');
  expect(bare).toContain('Host: x.test');
  expect(bare).toContain('Asked for by an app');
});
