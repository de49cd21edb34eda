import { expect, it } from 'vitest';
import { partyFromSite, partyOf } from '../../../src/classify/party.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import type { Hostname } from '../../../src/model/terms.ts';

it.each([
  ['www.facebook.com', 'shop.example', 'third'],
  ['www.shop.example', 'shop.example', 'first'],
  ['cdn.shop.co.uk', 'www.shop.co.uk', 'first'],
  ['other.co.uk', 'shop.co.uk', 'third'],
  ['one.github.io', 'two.github.io', 'third'],
  ['192.168.1.5', '192.168.1.5', 'first'],
  ['192.168.1.5', '192.168.1.6', 'third'],
  ['10.168.1.5', '192.168.1.5', 'third'],
  ['fe80::1', 'fe80::2', 'third'],
  ['nas', 'nas', 'first'],
  ['nas', 'router', 'third'],
])('%s asked for by %s is %s party', (hostname, page, expected) => {
  const domain = createRegistrableDomain();
  expect(partyOf(hostname as Hostname, page as Hostname, domain)).toBe(expected);
});

it.each([
  ['cross-site', 'third'],
  ['same-site', 'first'],
  ['same-origin', 'first'],
  ['none', 'first'],
  ['', null],
  ['Cross-Site', null],
  [null, null],
])('Sec-Fetch-Site %j says %j', (site, expected) => {
  expect(partyFromSite(site)).toBe(expected);
});
