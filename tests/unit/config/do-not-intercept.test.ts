import { expect, it } from 'vitest';
import { SHIPPED_EXCEPTIONS } from '../../../src/config/do-not-intercept.ts';
import { parseHostPattern } from '../../../src/config/values.ts';

it('holds each host once, as a pattern that can be read, with a reason', () => {
  const hosts = SHIPPED_EXCEPTIONS.map(({ host }) => host);
  expect(hosts.filter((host, index) => hosts.indexOf(host) !== index)).toEqual([]);
  expect(hosts.filter((host) => parseHostPattern(host) !== host)).toEqual([]);
  expect(SHIPPED_EXCEPTIONS.filter(({ reason }) => reason === '')).toEqual([]);
});

it('has no entry that another one covers', () => {
  const suffixes = SHIPPED_EXCEPTIONS.map(({ host }) => host).filter((h) => h.startsWith('.'));
  const covered = SHIPPED_EXCEPTIONS.filter(({ host }) =>
    suffixes.some((suffix) => suffix !== host && `.${host.replace(/^\./, '')}`.endsWith(suffix)),
  );
  expect(covered).toEqual([]);
});

it('leaves the trackers themselves open to the rules', () => {
  const suffixes = SHIPPED_EXCEPTIONS.map(({ host }) => host);
  const trackers = ['www.facebook.com', 'connect.facebook.net', 'graph.facebook.com'];
  const excepted = [...trackers, 'www.google-analytics.com', 'bat.bing.com'].filter((host) =>
    suffixes.some((suffix) => host === suffix || host.endsWith(suffix)),
  );
  expect(excepted).toEqual([]);
});
