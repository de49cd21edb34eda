import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonPath, incidentsOf, siteOf } from '../../../../src/status/broken/incident.ts';
import { asked, blocked, opened, tunnelled } from './transcript.ts';

describe('what was acted on', () => {
  it('is grouped by site, host and rule, and holds nothing else', () => {
    const incidents = incidentsOf([
      opened(60, 'shop.test/'),
      blocked(59, 'chat.test/a.js'),
      blocked(58, 'chat.test/b.js'),
      blocked(57, 'chat.test/b.js'),
      blocked(56, 'chat.test/a.js', { page: 'other.test' }),
      blocked(55, 'chat.test/a.js', { observed: true }),
      blocked(54, 'chat.test/tr', { tells: true, type: 'image' }),
      asked(53, 'chat.test/c.js', { action: 'allow' }),
    ]);
    expect(incidents.map(({ site, paths, exchanges }) => [site, paths, exchanges.length])).toEqual([
      ['shop.test', ['/a.js', '/b.js'], 3],
      ['other.test', ['/a.js'], 1],
      ['shop.test', ['/tr'], 1],
    ]);
  });

  it.each([
    ['a page is its own site', opened(1, 'shop.test/', { page: 'search.test' }), 'shop.test'],
    ['what it asks for belongs to it', asked(1, 'cdn.test/x'), 'shop.test'],
    ['an app has none', asked(1, 'api.test/x', { page: null }), null],
    ['a connection has none', tunnelled(1, 'api.test'), null],
  ])('%s', (_what, exchange, site) => {
    expect(siteOf(exchange)).toBe(site);
  });
});

describe('the path that covers several', () => {
  it.each([
    [['/a/b.js'], '/a/b.js'],
    [['/a/b.js', '/a/c.js'], '/a'],
    [['/a/x/b.js', '/a/y/c.js', '/a/x/d.js'], '/a'],
    [['/a/b', '/c/b'], null],
    [['/a', '/b'], null],
    [['/', '/'], null],
    [['/'], null],
    [[''], null],
    [[], null],
  ])('%j: %s', (paths, common) => {
    expect(commonPath(paths)).toBe(common);
  });

  it('begins each of them', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 })
      .map((p) => `/${p.join('/')}`);
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 5 }), (paths) => {
        const common = commonPath(paths);
        return (
          common === null || paths.every((one) => one === common || one.startsWith(`${common}/`))
        );
      }),
    );
  });
});
