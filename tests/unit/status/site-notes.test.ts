import { expect, test } from 'vitest';
import type { SiteInsight } from '../../../src/model/insight.ts';
import type { LearntView } from '../../../src/model/learnt.ts';
import { siteNotes } from '../../../src/status/site-notes.ts';

const TRIED = { count: 1, stopped: 1 };

function site(
  trackers: readonly (readonly [name: string, asked: readonly string[]])[],
): SiteInsight {
  return {
    ...{ site: 'shop.example', ...TRIED, devices: [], days: [] },
    trackers: trackers.map(([name, asked]) => ({ name, ...TRIED, asked, reports: [] })),
  };
}

function gateway(changes: Partial<LearntView>): LearntView {
  return {
    ...{ host: 'capi.shop.example', path: '/capi', from: 'request', pixel: null, site: null },
    ...{ seen: 0, rules: [], expires: 1, ...changes },
  };
}

test('a site of which nothing is known has no notes', () => {
  expect(siteNotes(site([]), [])).toEqual([]);
  expect(siteNotes(site([['Criteo', ['browser id']]]), [])).toEqual([]);
});

test('a pixel, a contact and a gateway say each what they mean', () => {
  const notes = siteNotes(site([['Meta Pixel', ['hashed e-mail', 'browser id']]]), [gateway({})]);
  expect(notes).toHaveLength(3);
  expect(notes[0]).toContain('It has Meta Pixel.');
  expect(notes[1]).toContain('What was meant for Meta Pixel held an e-mail address');
  expect(notes[2]).toContain('a server of its own: capi.shop.example.');
});

test.each<[string, Partial<LearntView>, boolean]>([
  ['the site said so', { host: 'gw.cloud.test', site: 'shop.example' }, true],
  ['a part of the site said so', { host: 'gw.cloud.test', site: 'www.shop.example' }, true],
  ['it is below the site', { host: 'x.shop.example:8443' }, true],
  ['it is of another site', { host: 'capi.other.example', site: 'other.example' }, false],
  ['its name only ends alike', { host: 'capi.myshop.example', site: 'myshop.example' }, false],
])('a gateway is told of where %s', (_, changes, told) => {
  expect(siteNotes(site([]), [gateway(changes)])).toHaveLength(told ? 1 : 0);
});
