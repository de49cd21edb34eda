import { describe, expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../../../../src/model/request.ts';
import { incidentsOf } from '../../../../src/status/broken/incident.ts';
import { isFailed, reasonsFor, storiesOf } from '../../../../src/status/broken/weigh.ts';
import { asked, blocked, lastTwoLabels, NOW, opened, tunnelled } from './transcript.ts';

type Exchange = ReturnType<typeof asked>;

function points(exchanges: readonly Exchange[], newestSite: string | null = null): number {
  const about = { sites: storiesOf(exchanges), at: NOW, newestSite, domainOf: lastTwoLabels };
  const [first] = incidentsOf(exchanges);
  if (first === undefined) throw new Error('nothing was acted on');
  return reasonsFor(first, about).reduce((sum, reason) => sum + reason.points, 0);
}

it('what pages wait for weighs more than what they only show, and reports least', () => {
  const weight = (type: Exchange['type']) => points([blocked(0, 'x.test/x', { type })]);
  const order = RESOURCE_TYPES.toSorted((a, b) => weight(b) - weight(a));
  expect(order.slice(0, 3)).toEqual(['document', 'script', 'stylesheet']);
  expect(order.slice(-2)).toEqual(['image', 'ping']);
});

it('a block weighs more than a stand-in, and that more than what only was cleaned', () => {
  const weight = (action: Exchange['action']) =>
    points([blocked(0, 'x.test/x', { action, type: 'script', status: 200 })]);
  const words = ['block', 'placeholder', 'stub', 'rewrite', 'strip'] as const;
  expect(words.toSorted((a, b) => weight(b) - weight(a))).toEqual(words);
});

describe.each([
  ['the site itself sends it', [blocked(0, 'cdn.shop.test/x')], 12],
  ['it belongs to a tracker', [blocked(0, 'x.test/x', { tracker: 'Stats' })], -18],
  ['it is asked for three times', [2, 1, 0].map((ago) => blocked(ago, 'x.test/x')), 20],
  ['it is asked for three times slowly', [22, 11, 0].map((ago) => blocked(ago, 'x.test/x')), 0],
  ['something fails with it', [blocked(0, 'x.test/x'), asked(0, 'y.test/y', { status: 500 })], 12],
  ['something failed before', [asked(9, 'y.test/y', { status: 500 }), blocked(0, 'x.test/x')], 0],
  [
    'its page is loaded again and again',
    [...[50, 40, 30].map((ago) => opened(ago, 'shop.test/')), blocked(0, 'x.test/x')],
    10,
  ],
  ['it is five minutes old', [blocked(300, 'x.test/x')], -10],
])('where %s', (_what, exchanges, difference) => {
  it(`that counts ${difference}`, () => {
    expect(points(exchanges) - points([blocked(0, 'x.test/x')])).toBe(difference);
  });
});

it('the site that was opened last counts', () => {
  const one = [blocked(0, 'x.test/x')];
  expect(points(one, 'shop.test') - points(one, 'other.test')).toBe(8);
});

it.each([
  ['an error', asked(0, 'a.test/x', { status: 404 }), true],
  ['no answer', asked(0, 'a.test/x', { status: null }), true],
  ['an answer', asked(0, 'a.test/x', { status: 302 }), false],
  ['what was answered here', blocked(0, 'a.test/x'), false],
  ['what was sent elsewhere', asked(0, 'a.test/x', { action: 'strip', status: null }), false],
  ['a connection', tunnelled(0, 'a.test'), false],
])('%s: failed is %s', (_what, exchange, is) => {
  expect(isFailed(exchange)).toBe(is);
});
