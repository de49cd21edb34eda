import { expect, it } from 'vitest';
import { isOuterName } from '../../../src/proxy/outer-names.ts';
import { host } from './samples.ts';

it.each([
  ['cloudflare-ech.com', true],
  ['public.tls-ech.dev', true],
  ['cover.defo.ie', true],
  ['www.cloudflare-ech.com', false],
  ['cloudflare.com', false],
  ['tls-ech.dev', false],
])('%s is an outer name: %s', (name, is) => {
  expect(isOuterName(host(name))).toBe(is);
});
