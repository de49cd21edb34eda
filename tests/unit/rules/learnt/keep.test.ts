import { describe, expect, test } from 'vitest';
import type { Learnt, LearntGateway } from '../../../../src/model/learnt.ts';
import {
  NOTHING_LEARNT,
  withGateways,
  withHosts,
  withoutHost,
} from '../../../../src/rules/learnt/keep.ts';
import { LIFETIME } from '../../../../src/rules/learnt/learnt-file.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 3, 40);

type Found = Omit<LearntGateway, 'seen'>;

const CONFIGURED: Found = {
  host: 'gw.shop.example',
  path: '/events',
  from: 'configuration',
  pixel: '769712154761541',
  site: 'www.shop.example',
};

function called(path: string, site = 'shop.example'): Found {
  return { host: `gw.${site}`, path, from: 'request', pixel: null, site };
}

const learnt = withGateways(NOTHING_LEARNT, [CONFIGURED, called('/a')], NOW + 12_345);

test('what was found is kept, as seen in this minute', () => {
  expect(learnt).toEqual({
    gateways: [
      { ...CONFIGURED, seen: NOW },
      { ...called('/a'), seen: NOW },
    ],
    forgotten: [],
  });
});

describe('what is known already', () => {
  test.each([
    ['a minute later is no news', 60_000, true],
    ['a day later is', DAY, false],
    ['nor is it before, when somebody set the clock', -DAY, false],
  ])('%s', (_, later, same) => {
    expect(withGateways(learnt, [CONFIGURED], NOW + later) === learnt).toBe(same);
  });

  test('stays longer when it was seen again', () => {
    const again = withGateways(learnt, [CONFIGURED], NOW + 20 * DAY);
    expect(again.gateways.map(({ path, seen }) => [path, seen])).toEqual([
      ['/a', NOW],
      ['/events', NOW + 20 * DAY],
    ]);
    const later = withGateways(again, [], NOW + LIFETIME);
    expect(later.gateways.map(({ path }) => path)).toEqual(['/events']);
  });

  test('is kept once from settings, whatever the site, and for each site that called', () => {
    const other: Found = { ...CONFIGURED, site: 'other.example' };
    const more = withGateways(learnt, [other, { ...called('/a'), site: 'b.example' }], NOW);
    expect(more.gateways.map(({ from, site }) => `${from} ${site}`)).toEqual([
      'configuration www.shop.example',
      'request shop.example',
      'request b.example',
    ]);
  });
});

describe('there is an end to it', () => {
  const paths = (count: number) => Array.from({ length: count }, (_, i) => `/${i}`);

  test('a site teaches eight addresses by what it sends', () => {
    const found = paths(20).map((path) => called(path));
    expect(withGateways(NOTHING_LEARNT, found, NOW).gateways).toHaveLength(8);
  });

  test('many sites teach so many, and take nothing away from each other', () => {
    const found = paths(900).map((path, i) => called(path, `s${i}.example`));
    const { gateways } = withGateways(learnt, found, NOW);
    expect(gateways).toHaveLength(301);
    expect(gateways.slice(0, 2)).toEqual(learnt.gateways);
  });

  test('of settings, the newest stay', () => {
    const found = paths(900).map((path) => ({ ...CONFIGURED, path }));
    const { gateways } = withGateways(learnt, found, NOW);
    expect(gateways.map(({ path }) => path)).toEqual(['/a', ...paths(900).slice(600)]);
  });

  test('of hosts that were forgotten, too', () => {
    const hosts = paths(900).map((_, i) => `h${i}.example`);
    const { forgotten } = hosts.reduce<Learnt>(withoutHost, NOTHING_LEARNT);
    expect(forgotten).toEqual(hosts.slice(400));
  });
});

describe('a host that was forgotten', () => {
  const ported = { ...CONFIGURED, host: 'gw.shop.example:8443' };
  const forgotten = withoutHost(withGateways(learnt, [ported], NOW), 'gw.shop.example');

  test('is gone, under all its ports and paths', () => {
    expect(forgotten).toEqual({ gateways: [], forgotten: ['gw.shop.example'] });
  });

  test('stays forgotten, whoever tells of it', () => {
    expect(withGateways(forgotten, [CONFIGURED, ported, called('/a')], NOW)).toBe(forgotten);
    expect(withoutHost(forgotten, 'gw.shop.example')).toEqual(forgotten);
  });

  test('can be learnt again when that is asked for', () => {
    const again = withHosts(forgotten, ['gw.shop.example', 'b.example']);
    expect(again.forgotten).toEqual([]);
    expect(withGateways(again, [CONFIGURED], NOW).gateways).toHaveLength(1);
    expect(withHosts(forgotten, ['b.example'])).toBe(forgotten);
  });
});
