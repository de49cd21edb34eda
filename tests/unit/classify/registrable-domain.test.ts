import { expect, it } from 'vitest';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import type { Hostname } from '../../../src/model/terms.ts';

const name = (text: string) => text as Hostname;

it.each([
  ['www.shop.example.co.uk', 'example.co.uk'],
  ['facebook.com', 'facebook.com'],
  ['a.b.facebook.com', 'facebook.com'],
  ['one.github.io', 'one.github.io'],
  ['co.uk', 'co.uk'],
  ['nas', 'nas'],
  ['printer.local', 'printer.local'],
  ['192.168.1.5', '192.168.1.5'],
  ['fe80::1', 'fe80::1'],
  ['xn--mller-kva.de', 'xn--mller-kva.de'],
  ['under_score.shop.de', 'shop.de'],
])('%s belongs to %s', (hostname, expected) => {
  expect(createRegistrableDomain()(name(hostname))).toBe(expected);
});

it('answers the same when its memory is far smaller than what is asked', () => {
  const small = createRegistrableDomain(4);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 50; i++) {
      expect(small(name(`www.site-${i}.com`))).toBe(`site-${i}.com`);
    }
  }
});
