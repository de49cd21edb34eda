import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import {
  ACTION_WORDS,
  badge,
  isChoice,
  names,
  ruleLabel,
  sentence,
  verdict,
} from '../../../src/status/sentence.ts';
import { row } from '../../support/status-ports.ts';

const told = 'Meta was told: Purchase 89.90 EUR on shop.example';
const rule = { list: 'a.txt', line: 3, text: '||x^' };

describe('what happened', () => {
  test.each<[Partial<Event>, string, string]>([
    [{}, 'Blocked', 'shop.example wanted to contact www.facebook.com (Meta Pixel).'],
    [{ tracker: null }, 'Blocked', 'shop.example wanted to contact www.facebook.com.'],
    [{ page: null }, 'Blocked', 'Laptop wanted to contact www.facebook.com (Meta Pixel).'],
    [
      { page: null, type: 'document', tracker: null },
      'Blocked',
      'Laptop wanted to open www.facebook.com.',
    ],
    [
      { summary: told },
      'Blocked',
      'Meta would have been told: Purchase 89.90 EUR on shop.example.',
    ],
    [
      { summary: `Your e-mail, hashed (mail: work) on the way to www.facebook.com. ${told}` },
      'Blocked',
      'Your e-mail, hashed (mail: work) on the way to www.facebook.com. Meta would have been told: Purchase 89.90 EUR on shop.example.',
    ],
    [{ summary: `${told}.`, action: 'log' }, 'Noted', `${told}.`],
    [{ summary: told, observed: true }, 'Would be blocked', `${told}.`],
    [
      { observed: true },
      'Would be blocked',
      'shop.example contacted www.facebook.com (Meta Pixel).',
    ],
    [
      { action: 'strip', removed: ['dl'], tracker: null },
      'Cleaned',
      'shop.example contacted www.facebook.com without dl in its address.',
    ],
    [
      {
        action: 'strip',
        type: 'document',
        page: null,
        host: 'shop.example',
        path: '/a?fbclid&q=1',
        removed: ['fbclid'],
        tracker: 'Meta',
      },
      'Cleaned',
      'Laptop opened shop.example without fbclid in its address, which is for Meta.',
    ],
    [
      { action: 'strip', host: 'shop.example', removed: ['_fbp', '_fbc', 'u.em (body)'] },
      'Cleaned',
      'shop.example contacted its own server without the cookies _fbp and _fbc, and u.em in what it sent, which are for Meta Pixel.',
    ],
    [
      { action: 'strip', removed: ['_fbp', '_fbc'], tracker: null },
      'Cleaned',
      'shop.example contacted www.facebook.com without the cookies _fbp and _fbc.',
    ],
    [
      { action: 'strip', removed: ['_fbp'], observed: true, tracker: null },
      'Would be cleaned',
      'shop.example contacted www.facebook.com, and would have done so without the cookie _fbp.',
    ],
    [
      { action: 'strip', tracker: null },
      'Cleaned',
      'shop.example contacted www.facebook.com without parts of it.',
    ],
    [
      { action: 'rewrite', tracker: null },
      'Rewritten',
      'shop.example contacted www.facebook.com; changed: the answer.',
    ],
    [
      { action: 'rewrite', removed: ['fbclid', 'body (rewritten)'], tracker: null },
      'Rewritten',
      'shop.example contacted www.facebook.com; changed: fbclid and body (rewritten).',
    ],
    [
      { kind: 'tunnel', action: 'pass', page: null, tracker: null },
      'Unopened',
      'Laptop contacted www.facebook.com.',
    ],
    [
      { kind: 'tunnel', action: 'pass', page: null, tracker: null, tunnel: 'grpc' },
      'Unopened',
      'Laptop contacted www.facebook.com, unopened: this app speaks gRPC with this host, which cannot be opened.',
    ],
    [
      { action: 'pass', observed: true, tracker: null },
      'Let through',
      'shop.example contacted www.facebook.com.',
    ],
  ])('%j: %s', (changes, word, text) => {
    const event = row(1, changes);
    expect(badge(event)).toBe(word);
    expect(sentence(event)).toBe(text);
  });
});

test.each([
  [rule, 'a.txt:3', false],
  [{ list: 'allow-once', line: 1, text: 'allowed once' }, 'allowed once', true],
  [{ list: 'click-to-load', line: 1, text: 'loaded after a click' }, 'loaded after a click', true],
])('the rule %j in a few words: %s', (of, words, byPerson) => {
  expect(ruleLabel(of)).toBe(words);
  expect(isChoice(of)).toBe(byPerson);
});

describe('the verdict', () => {
  test.each<[Partial<Event>, string]>([
    [
      { rule },
      'Eyelid answered in place of www.facebook.com, which was never asked, because of line 3 of a.txt.',
    ],
    [
      { rule, kind: 'tunnel' },
      'Eyelid refused the connection to www.facebook.com, because of line 3 of a.txt.',
    ],
    [
      { rule, observed: true },
      'Let through, because this device is only observed. A rule would have answered in place of www.facebook.com, which was never asked, because of line 3 of a.txt.',
    ],
    [
      { rule: null, action: 'pass' },
      'Eyelid let the exchange with www.facebook.com through; no rule applied.',
    ],
    [
      { rule: null, action: 'pass', kind: 'tunnel' },
      'Eyelid passed the connection to www.facebook.com through unopened.',
    ],
    [
      { rule: null, action: 'pass', kind: 'tunnel', tunnel: 'refused' },
      'Eyelid passed the connection to www.facebook.com through unopened: this app does not accept the certificate for this host.',
    ],
    [
      { rule, action: 'allow' },
      'Eyelid let the exchange with www.facebook.com through by an exception, because of line 3 of a.txt.',
    ],
    [
      {
        action: 'allow',
        rule: { list: 'click-to-load', line: 1, text: 'loaded after a click' },
      },
      'Eyelid let the exchange with www.facebook.com through by an exception, because it was loaded after a click.',
    ],
    [
      { rule, action: 'strip', removed: ['a', 'b'] },
      'Eyelid let the exchange with www.facebook.com through without a and b, because of line 3 of a.txt.',
    ],
    [
      { rule, action: 'rewrite', removed: ['address (skipped)'] },
      'Eyelid changed the exchange with www.facebook.com: address (skipped), because of line 3 of a.txt.',
    ],
  ])('%j', (changes, text) => {
    expect(verdict(row(1, changes))).toBe(text);
  });

  test('every action has its own words', () => {
    const words = ACTIONS.map((action) => verdict(row(1, { action })));
    expect(new Set(words).size).toBe(ACTIONS.length);
    expect(new Set(Object.values(ACTION_WORDS)).size).toBe(ACTIONS.length);
  });
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'a, b, c, d, e, f and 2 more'],
])('the names %j', (all, text) => {
  expect(names(all)).toBe(text);
});
