import { expect, test } from 'vitest';
import { loadAssets } from '../../../../src/status/assets.ts';
import { document, type Frame } from '../../../../src/status/views/layout.tsx';

const FRAME: Frame = {
  ...{ assets: loadAssets(), csrf: 'token', notice: null, pauses: [], here: '/' },
};

/** The entries that are marked as the current one: the menu is there twice, and shown once. */
function current(here: string): readonly string[] {
  const html = document('x', { ...FRAME, here }, 'content');
  return [...html.matchAll(/href="([^"]+)" aria-current="page"/g)].map(
    ([, address]) => `${address}`,
  );
}

test.each([
  ['/', '/'],
  ['/?last=7d', '/'],
  ['/log/12?host=a', '/log'],
  ['/insight/site?name=/rules', '/insight'],
  ['/devices/mac%3A1', '/devices'],
  ['/devices/add', '/devices/add'],
  ['/welcome', '/devices/add'],
])('%s is below %s', (here, entry) => {
  expect(current(here)).toEqual([entry, entry]);
});

test.each(['/nothing', '/logs', '/login'])('%s is in no entry', (here) => {
  expect(current(here)).toEqual([]);
});

test('nobody who is not logged in sees a menu', () => {
  const html = document('x', { ...FRAME, csrf: null }, 'content');
  expect(html).not.toContain('<nav');
  expect(html).toContain('<body>');
});

test('a page has the script of all pages, and those that it asks for', () => {
  const scripts = (html: string) => [
    ...html.matchAll(/<script type="module" src="\/([a-z-]+)\.js\?v=/g),
  ];
  expect(scripts(document('x', FRAME, '')).map(([, name]) => name)).toEqual(['page']);
  expect(scripts(document('x', FRAME, '', ['welcome'])).map(([, name]) => name)).toEqual([
    'page',
    'welcome',
  ]);
});
