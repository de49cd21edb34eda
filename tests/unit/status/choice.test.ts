import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import {
  offerFor,
  opposite,
  proposals,
  quickLine,
  readChoice,
} from '../../../src/status/choice.ts';
import { device, NOW, row } from '../../support/status-ports.ts';

const laptop = device();
const domainOf = (host: string) => host.split('.').slice(-2).join('.');

function chosen(query: string, changes: Partial<Event> = {}, known: boolean = true) {
  const event = row(1, changes);
  const offer = offerFor(event, known ? laptop : null, domainOf);
  const choice = readChoice(new URLSearchParams(query), event, offer);
  const context = { deviceOf: () => laptop, now: NOW };
  const lines = proposals(offer, choice, context).map(({ line, words }) => line ?? words);
  return { offer, choice, lines };
}

describe('what can be chosen beside a row', () => {
  test.each([
    ['a pixel hit', {}, { path: '/tr/', domain: 'facebook.com', page: 'shop.example' }],
    ['a registrable domain', { host: 'facebook.com' }, { domain: null }],
    ['the root of a host', { path: '/?id&ev' }, { path: null }],
    ['a connection', { kind: 'tunnel', path: '/x' }, { path: null }],
    ['a path too long for a rule', { path: `/${'x'.repeat(1_000)}` }, { path: null }],
    ['what nobody asked for', { page: null }, { page: null }],
    ['what is no hostname', { host: 'a b' }, { host: 'a b', domain: null }],
  ] as const)('%s', (_, changes, expected) => {
    expect(chosen('', changes).offer).toMatchObject(expected);
  });
});

describe('a choice', () => {
  test('begins with what a person most likely wants', () => {
    const blocked = { what: 'host', where: 'site', who: 'all', for: 'good' };
    expect(chosen('').choice).toEqual(blocked);
    expect(chosen('', { action: 'pass' }).choice).toEqual({ ...blocked, where: 'all' });
    expect(chosen('', { page: null }).choice).toEqual({ ...blocked, where: 'all' });
  });

  test('is only of what is on offer', () => {
    const all = 'what=path&where=site&who=device&for=once';
    expect(chosen(all).choice).toEqual({ what: 'path', where: 'site', who: 'device', for: 'once' });
    expect(chosen(all, { path: '/', page: null }, false).choice).toEqual({
      ...{ what: 'host', where: 'all', who: 'all', for: 'good' },
    });
    expect(chosen('what=constructor&where=x&who=&for=2h').choice).toEqual(chosen('').choice);
  });

  test.each([
    ['', '@@||www.facebook.com^$domain=shop.example', '||www.facebook.com^$domain=shop.example'],
    ['what=domain&where=all', '@@||facebook.com^', '||facebook.com^'],
    [
      'what=path&who=device&for=15m',
      '@@||www.facebook.com/tr^$domain=shop.example,device=3c:22:fb:10:20:30,expires=2026-03-03T14:45:00Z',
      '||www.facebook.com/tr^$domain=shop.example,device=3c:22:fb:10:20:30,expires=2026-03-03T14:45:00Z',
    ],
    [
      'what=domain&for=once',
      'The next exchange of "Laptop" with www.facebook.com, asked for by shop.example, is let through, once, within 15 minutes',
      'blocking once: only what is allowed can be for once',
    ],
  ])('%s says what it would write', (query, allow, block) => {
    expect(chosen(query).lines).toEqual([allow, block]);
  });

  test('about what is no hostname says why nothing can be done', () => {
    const { lines } = chosen('', { host: 'a b' });
    expect(lines).toEqual(Array(2).fill('reading the host: "a b" is not a hostname'));
  });
});

describe('the button of the list', () => {
  test.each([
    ['block', '@@||www.facebook.com^$domain=shop.example'],
    ['strip', '@@||www.facebook.com^$domain=shop.example'],
    ['pass', '||www.facebook.com^'],
    ['allow', '||www.facebook.com^'],
    ['log', '||www.facebook.com^'],
  ] as const)('%s: %s', (action, line) => {
    expect(quickLine(row(1, { action }))).toBe(line);
    expect(opposite(action)).toBe(line.startsWith('@@') ? 'allow' : 'block');
  });

  test('is not there for what is no hostname', () => {
    expect(quickLine(row(1, { host: 'a b' }))).toBeNull();
  });
});
