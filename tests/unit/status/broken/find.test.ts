import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recent, RecentExchange } from '../../../../src/model/recent.ts';
import { RESOURCE_TYPES } from '../../../../src/model/request.ts';
import { ACTIONS } from '../../../../src/model/rule.ts';
import { type Culprit, findCulprits, type Question } from '../../../../src/status/broken/find.ts';
import {
  APP,
  asked,
  blocked,
  lastTwoLabels,
  NOW,
  opened,
  recent,
  refusal,
  tunnelled,
} from './transcript.ts';

function find(what: Recent, change: Partial<Question> = {}) {
  return findCulprits(what, { at: NOW, domainOf: lastTwoLabels, page: null, ...change });
}

/** All culprits, the likeliest first, as `likely chat.test/a.js`. */
function told(what: Recent, change: Partial<Question> = {}): readonly string[] {
  return all(what, change).map(
    ({ likelihood, host, path }) => `${likelihood} ${host}${path ?? ''}`,
  );
}

function all(what: Recent, change: Partial<Question> = {}): readonly Culprit[] {
  const culprits = find(what, change).sites.flatMap((site) => site.culprits);
  return culprits.toSorted((a, b) => b.points - a.points);
}

const PIXEL = { type: 'image', tracker: 'Meta Pixel', tells: true } as const;

describe('a page that hangs on something blocked', () => {
  it('a script comes before a pixel of the same page, and of a tracker after another', () => {
    const shop = recent([
      opened(20, 'shop.test/'),
      blocked(19, 'www.facebook.com/tr/', PIXEL),
      blocked(19, 'stats.test/s.js', { tracker: 'Stats' }),
      blocked(18, 'menu.test/menu.js'),
    ]);
    expect(told(shop)).toEqual([
      'likely menu.test/menu.js',
      'possible stats.test/s.js',
      'unlikely www.facebook.com/tr/',
    ]);
    expect(all(shop)[0]).toMatchObject({
      what: 'A script from menu.test was blocked.',
      why: ['Pages often wait for scripts.'],
      rule: { list: 'easyprivacy', line: 7 },
      remedy: { kind: 'allow', host: 'menu.test', path: '/menu.js', page: 'shop.test' },
    });
  });

  it('what is asked for again within seconds is needed', () => {
    const times = [9, 7, 4, 2].map((ago) => blocked(ago, 'api.test/list', { type: 'other' }));
    const [first] = all(recent([opened(10, 'shop.test/'), ...times]));
    expect(first?.why).toContain(
      'It was asked for 4 times within seconds, as something is that cannot be done without.',
    );
    const slow = [90, 60, 30].map((ago) => blocked(ago, 'api.test/list', { type: 'other' }));
    expect(all(recent(slow))[0]?.why.join()).not.toContain('asked for');
  });

  it('reports are sent again by nature', () => {
    const times = [9, 7, 4, 2].map((ago) => blocked(ago, 'stats.test/hit', PIXEL));
    expect(told(recent(times))).toEqual(['unlikely stats.test/hit']);
    const beacon = blocked(1, 'stats.test/hit', { type: 'ping' });
    expect(told(recent([beacon]))).toEqual(['unlikely stats.test/hit']);
  });

  it('what fails next on the page speaks against it, what fails elsewhere does not', () => {
    const script = blocked(19, 'stats.test/s.js', { tracker: 'Stats' });
    const failing = asked(18, 'shop.test/cart', { status: 500 });
    const page = opened(20, 'shop.test/');
    expect(told(recent([page, script, failing]))).toEqual(['likely stats.test/s.js']);
    const elsewhere = asked(18, 'other.test/x', { status: 500, page: 'other.test' });
    expect(told(recent([page, script, elsewhere]))).toEqual(['possible stats.test/s.js']);
  });

  it('the page itself is the likeliest of all, whoever leads to it', () => {
    const page = blocked(5, 'news.test/story', { type: 'document', page: 'search.test' });
    const [first] = all(recent([blocked(4, 'menu.test/menu.js'), page]));
    expect(first).toMatchObject({
      host: 'news.test',
      what: 'The page news.test was blocked.',
      remedy: { page: null, path: '/story' },
    });
  });

  it('several of one host are lifted by what they have in common, and no more', () => {
    const scripts = ['a', 'b', 'c'].map((name) => blocked(9, `cdn.test/chat/v2/${name}.js`));
    expect(all(recent(scripts))).toMatchObject([
      {
        count: 3,
        what: 'A script from cdn.test, and more like it, was blocked.',
        remedy: { host: 'cdn.test', path: '/chat/v2' },
      },
    ]);
  });

  it('what was left out of an address may be anything', () => {
    const [one] = all(recent([blocked(9, 'cdn.test/s/…/menu.js')]));
    expect(one?.remedy).toMatchObject({ path: '/s/*/menu.js' });
  });

  it('a stand-in, a frame that waits for a click, a line of the person’s own', () => {
    const own = { list: 'my-rules.txt', line: 2, text: '||api.test^' };
    const found = all(
      recent([
        opened(10, 'shop.test/'),
        blocked(9, 'connect.test/sdk.js', { action: 'stub' }),
        blocked(9, 'video.test/embed', { action: 'placeholder', type: 'subdocument' }),
        blocked(9, 'api.test/x', { rule: own, type: 'xhr' }),
      ]),
    );
    expect(found.map(({ what }) => what)).toEqual([
      'A request to api.test was blocked.',
      'A script from connect.test was replaced by a stand-in.',
      'A frame from video.test is held back until it is clicked.',
    ]);
    expect(found.flatMap(({ why }) => why)).toEqual(
      expect.arrayContaining([
        'A line of your own does it.',
        'A stand-in answered in its place, which may not do all that the page needs.',
      ]),
    );
  });
});

describe('what went on to its server', () => {
  const strip = { list: 'clean.txt', line: 3, text: '$removeparam=session' };
  const cleaned = (ago: number, change = {}) =>
    asked(ago, 'shop.test/cart', { action: 'strip', rule: strip, ...change });

  it('is hardly why, unless the server refused it after that', () => {
    expect(told(recent([cleaned(9)]))).toEqual(['unlikely shop.test/cart']);
    const [refused] = all(recent([cleaned(9, { status: 403 })]));
    expect(refused).toMatchObject({ likelihood: 'likely' });
    expect(refused?.why[0]).toBe('It comes from the site itself.');
    expect(refused?.why).toContain(
      'After something was taken out, shop.test answered with error 403.',
    );
  });

  it('that was sent elsewhere without asking the server did not fail', () => {
    const page = opened(9, 'shop.test/', { action: 'strip', rule: strip, status: null });
    expect(told(recent([page]))).toEqual(['unlikely shop.test/']);
    expect(find(recent([page])).others.failed).toEqual([]);
  });

  it('a page that is sent in circles is likely why', () => {
    const rounds = [9, 8, 7, 6].map((ago) =>
      opened(ago, 'shop.test/', { action: 'strip', rule: strip, status: null }),
    );
    const [circle] = all(recent(rounds));
    expect(circle).toMatchObject({ likelihood: 'likely' });
    expect(circle?.why).toContain(
      'The page was asked for 4 times within seconds: it may be sent in circles.',
    );
  });
});

describe('a refused certificate', () => {
  it('comes before all, for the app got nothing', () => {
    const found = all(
      recent([blocked(9, 'menu.test/menu.js', { page: null })], [refusal(8, 'bank.test')]),
    );
    expect(found[0]).toMatchObject({
      likelihood: 'likely',
      host: 'bank.test',
      remedy: { kind: 'leave', host: 'bank.test', program: APP },
    });
  });

  it.each([
    ['one that is silent may mean nothing', [], [refusal(8, 'a.test', 'silence')], []],
    [
      'several that are silent mean something',
      [],
      [refusal(8, 'a.test', 'silence'), refusal(7, 'a.test', 'silence')],
      ['possible a.test'],
    ],
    [
      'one that works since is no reason',
      [asked(5, 'a.test/x', { page: null })],
      [refusal(8, 'a.test')],
      ['possible a.test'],
    ],
    [
      'one that is passed through since is to be tried again',
      [tunnelled(5, 'a.test')],
      [refusal(8, 'a.test')],
      ['possible a.test'],
    ],
  ])('%s', (_what, exchanges, refusals, culprits) => {
    expect(told(recent(exchanges, refusals))).toEqual(culprits);
  });
});

describe('a connection that is refused by name', () => {
  it('is an app’s, and speaks for itself only where no tracker is behind it', () => {
    const cut = {
      action: 'block',
      tunnel: null,
      rule: { list: 'a', line: 1, text: '||a^' },
    } as const;
    const apps = [9, 8, 7].flatMap((ago) => [
      tunnelled(ago, 'api.app.test', cut),
      tunnelled(ago, 'telemetry.test', { ...cut, tracker: 'Telemetry' }),
    ]);
    expect(told(recent(apps))).toEqual(['likely api.app.test', 'unlikely telemetry.test']);
    expect(find(recent(apps)).sites.map(({ name }) => name)).toEqual([null]);
    expect(all(recent(apps))[0]?.remedy).toEqual({
      kind: 'allow',
      host: 'api.app.test',
      path: null,
      page: null,
    });
  });
});

describe('the order', () => {
  const two = recent([
    opened(200, 'old.test/'),
    blocked(199, 'x.test/x.js', { page: 'old.test' }),
    opened(20, 'new.test/'),
    blocked(19, 'y.test/y.js', { page: 'new.test' }),
  ]);

  it('prefers the site that was opened last, and the one that somebody named', () => {
    expect(find(two).sites.map(({ name }) => name)).toEqual(['new.test', 'old.test']);
    const named = find(two, { page: 'old.test' }).sites.map(({ name }) => name);
    expect(named).toEqual(['old.test', 'new.test']);
  });

  it('what was tried in vain goes behind what was not', () => {
    const discount: Question['discount'] = ({ host }) =>
      host === 'y.test' ? { points: -60, words: 'Tried.' } : null;
    const found = all(two, { discount });
    expect(found.map(({ host }) => host)).toEqual(['x.test', 'y.test']);
    expect(found[1]?.why[0]).toBe('Tried.');
  });

  it('a page that is loaded again and again is the one that does not work', () => {
    const loads = [40, 30, 20].map((ago) => opened(ago, 'shop.test/'));
    const [one] = all(recent([...loads, blocked(19, 'y.test/y.js')]));
    expect(one?.why).toContain('shop.test was loaded 3 times in a minute.');
  });
});

describe('where nothing of ours happened', () => {
  it('there is no culprit, and what else happened is told', () => {
    const { sites, others } = find(
      recent([
        asked(9, 'a.test/x'),
        asked(8, 'b.test/x', { status: 502 }),
        asked(7, 'b.test/y', { status: 502 }),
        asked(6, 'c.test/x', { status: null }),
        tunnelled(5, 'd.test', { tunnel: 'do-not-intercept' }),
        blocked(4, 'e.test/x.js', { observed: true, status: 200 }),
      ]),
    );
    expect(sites).toEqual([]);
    expect(others).toEqual({
      passed: 2,
      observed: 1,
      failed: [
        { host: 'b.test', status: 502, count: 2 },
        { host: 'c.test', status: null, count: 1 },
      ],
      unopened: [{ host: 'd.test', reason: 'do-not-intercept', count: 1 }],
    });
  });
});

it('whatever happened, it is told in bounds, and what only would have been is no culprit', () => {
  const exchange = fc
    .record({
      ago: fc.integer({ min: -10, max: 400 }),
      address: fc.constantFrom('a.test/x', 'a.test/y/z', 'b.a.test/', '192.0.2.1/…', 'c.test'),
      type: fc.constantFrom(...RESOURCE_TYPES),
      action: fc.constantFrom(...ACTIONS),
      status: fc.constantFrom(null, 0, 200, 302, 404, 500),
      kind: fc.constantFrom('https', 'tunnel', 'websocket'),
      page: fc.constantFrom(null, 'a.test', 'shop.test'),
      observed: fc.boolean(),
      tells: fc.boolean(),
    })
    .map(({ ago, address, ...change }) => asked(ago, address, change as object));
  fc.assert(
    fc.property(fc.array(exchange, { maxLength: 60 }), (exchanges) => {
      const found = all(recent(exchanges, [refusal(3, 'a.test')]));
      const acted = exchanges.filter(({ observed }) => !observed).length;
      expect(found.length).toBeLessThanOrEqual(Math.min(60, acted + 1));
      for (const { points, what } of found) {
        expect(Number.isFinite(points)).toBe(true);
        expect(what.endsWith('.')).toBe(true);
      }
    }),
  );
});

it('five minutes as busy as they can be, each of another site, are gone through once', () => {
  let read = 0;
  const counted = (one: RecentExchange): RecentExchange =>
    new Proxy(one, {
      get: (target, name) => {
        if (name === 'at') read += 1;
        return Reflect.get(target, name);
      },
    });
  const busy = Array.from({ length: 3_000 }, (_, at) => {
    const page = { page: `p${at}.test` };
    return counted(blocked(at % 300, `h${at}.test/a.js`, page));
  });
  expect(find(recent(busy)).sites).toHaveLength(60);
  expect(read).toBeLessThan(busy.length * 40);
});

describe('a device that asks for ever new things', () => {
  it('only the newest are weighed, and what it opened all the time is counted once', () => {
    const many = Array.from({ length: 1_500 }, (_, i) => [
      opened(290 - i / 6, 'shop.test/', { status: 500 }),
      blocked(289 - i / 6, `h${i}.test/a.js`),
    ]).flat();
    const weighed: string[] = [];
    const discount: Question['discount'] = (remedy) => {
      weighed.push(remedy.host);
      return null;
    };
    const found = all(recent(many), { discount });
    expect(weighed).toHaveLength(400);
    expect(weighed).toContain('h1499.test');
    expect(weighed).not.toContain('h1099.test');
    expect(found).toHaveLength(60);
    expect(found[0]?.why.join(' ')).toMatch(/shop\.test was loaded \d{3} times in a minute/);
  });
});
