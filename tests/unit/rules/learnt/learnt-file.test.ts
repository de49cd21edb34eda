import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Learnt, LearntGateway } from '../../../../src/model/learnt.ts';
import type { ResourceType } from '../../../../src/model/request.ts';
import { LIFETIME, learntText, parseLearnt } from '../../../../src/rules/learnt/learnt-file.ts';
import { type Asked, requestOf, ruleSet, verdictOf } from '../../../support/rule-set.ts';

const SEEN = Date.UTC(2026, 10, 22, 3, 40);

const CONFIGURED: LearntGateway = {
  host: 'gw.shop.example',
  path: '/events',
  from: 'configuration',
  pixel: '769712154761541',
  site: 'www.shop.example',
  seen: SEEN,
};
const CALLED: LearntGateway = {
  host: 'shop.example:8443',
  path: '/assets/k2',
  from: 'request',
  pixel: null,
  site: 'shop.example',
  seen: SEEN,
};
const LEARNT: Learnt = { gateways: [CONFIGURED, CALLED], forgotten: ['old.example'] };

test('the list says what was learnt, where it is from and until when', () => {
  expect(learntText(LEARNT)).toBe(`! Title: What Eyelid learnt
! The addresses of gateways by which sites report to Meta, as pixels' settings
! and what was sent there told them. Eyelid writes this file anew whenever it
! learns: to change it, use "eyelid learnt" or the page Rules.

! forgotten: old.example

! from the settings of pixel 769712154761541 on www.shop.example, seen 2026-11-22T03:40Z
||gw.shop.example/events^$xhr,ping,method=post,requestheader=content-type:/^text\\/plain/i,expires=2026-12-22T03:40Z

! from a request on shop.example, seen 2026-11-22T03:40Z
|https://shop.example:8443/assets/k2|$xhr,ping,method=post,requestheader=content-type:/^text\\/plain/i,domain=shop.example,expires=2026-12-22T03:40Z
|https://shop.example:8443/assets/k2?$xhr,ping,method=post,requestheader=content-type:/^text\\/plain/i,domain=shop.example,expires=2026-12-22T03:40Z
`);
});

const PLAIN = ['Content-Type', 'text/plain;charset=UTF-8'];
const JSON_TYPE = ['Content-Type', 'application/json'];

describe('the list in force', () => {
  const verdict = async (
    url: string,
    {
      type = 'xhr',
      now = SEEN,
      ...asked
    }: Asked & { readonly type?: ResourceType; readonly now?: number },
  ) => {
    const rules = await ruleSet({ 'learnt.txt': learntText(LEARNT) }, () => now);
    expect(rules.lists[0]?.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const request = requestOf(url, type, {
      method: 'POST',
      headers: PLAIN,
      from: 'https://www.shop.example/',
      ...asked,
    });
    return verdictOf(rules.match(request, null)).split(' ')[0];
  };

  test.each<[string, string, Parameters<typeof verdict>[1]]>([
    ['a call', 'https://gw.shop.example/events', {}],
    ['a call with a query', 'https://gw.shop.example/events?cee=no', {}],
    ['a call with a hash of the origin', `https://gw.shop.example/events/${'a'.repeat(64)}`, {}],
    ['a beacon', 'https://gw.shop.example/events', { type: 'ping' }],
    ['a call of another site', 'https://gw.shop.example/events', { from: 'https://b.example/' }],
    ['what was called', 'https://shop.example:8443/assets/k2', {}],
    ['what was called, with a query', 'https://shop.example:8443/assets/k2?a=1', {}],
    ['the last minute', 'https://gw.shop.example/events', { now: SEEN + LIFETIME - 1 }],
  ])('blocks %s', async (_, url, asked) => {
    expect(await verdict(url, asked)).toBe('block');
  });

  test.each<[string, string, Parameters<typeof verdict>[1]]>([
    ['the page Events', 'https://gw.shop.example/events', { type: 'document', method: 'GET' }],
    ['JSON', 'https://gw.shop.example/events', { headers: JSON_TYPE }],
    ['a form', 'https://gw.shop.example/events', { type: 'document' }],
    ['a form in a frame', 'https://gw.shop.example/events', { type: 'subdocument' }],
    ['a script that reads', 'https://gw.shop.example/events', { method: 'GET' }],
    [
      'a form that a script sends',
      'https://gw.shop.example/events',
      { headers: ['Content-Type', 'multipart/form-data; boundary=a'] },
    ],
    ['the rest of the host', 'https://gw.shop.example/basket', {}],
    ['a name that goes on', 'https://gw.shop.example/events-of-today', {}],
    ['below what was called', 'https://shop.example:8443/assets/k2/basket', {}],
    ['what was called, in JSON', 'https://shop.example:8443/assets/k2', { headers: JSON_TYPE }],
    [
      'what was called, by another site',
      'https://shop.example:8443/assets/k2',
      { from: 'https://b.example/' },
    ],
    ['the same on another port', 'https://shop.example/assets/k2', {}],
    ['all when its time is over', 'https://gw.shop.example/events', { now: SEEN + LIFETIME }],
  ])('lets %s through', async (_, url, asked) => {
    expect(await verdict(url, asked)).toBe('pass');
  });
});

const host = fc.stringMatching(/^[a-z0-9]{1,9}(\.[a-z0-9]{1,9}){1,3}(:[1-9]\d{0,3})?$/);
const path = fc.stringMatching(/^(\/[A-Za-z0-9_.~%@!'():;=+-]{1,9}){1,4}$/);
const minute = fc.integer({ min: 0, max: 60_000_000 }).map((minutes) => minutes * 60_000);
const site = fc.stringMatching(/^[a-z0-9]{1,9}(\.[a-z0-9]{1,9}){1,3}$/);
const gateway: fc.Arbitrary<LearntGateway> = fc.oneof(
  fc.record({
    ...{ host, path, site: fc.option(site), seen: minute },
    from: fc.constant('configuration' as const),
    pixel: fc.option(fc.stringMatching(/^\d{5,20}$/)),
  }),
  fc.record({
    ...{ host, path, site, seen: minute },
    from: fc.constant('request' as const),
    pixel: fc.constant(null),
  }),
);

test('what is written is read again', () => {
  const learnt = fc.record({ gateways: fc.array(gateway), forgotten: fc.array(site) });
  fc.assert(
    fc.property(learnt, (value) => {
      expect(parseLearnt(learntText(value))).toEqual(value);
    }),
  );
});

test('any text can be read', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...learntText(LEARNT).split('\n'), '! from a request, seen 2026-99-99T99:99Z'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { gateways } = parseLearnt(lines.join('\n'));
      for (const one of gateways) expect(one.seen).not.toBeNaN();
    }),
  );
});
