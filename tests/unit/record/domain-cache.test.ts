import { expect, test } from 'vitest';
import { createDomainCache } from '../../../src/record/domain-cache.ts';
import { domainOf } from './samples.ts';

test('a host is looked up once, cleaned', () => {
  const asked: string[] = [];
  const cached = createDomainCache((host) => {
    asked.push(host);
    return domainOf(host);
  });
  for (let i = 0; i < 3; i++) expect(cached('WWW.Shop.example\u0000')).toBe('shop.example');
  for (let i = 0; i < 3; i++) expect(cached('a.shop.example')).toBe('shop.example');
  expect(asked).toEqual(['www.shop.example', 'a.shop.example']);
});

test('it forgets rather than grow for ever, and answers the same', () => {
  let asked = 0;
  const cached = createDomainCache((host) => {
    asked += 1;
    return domainOf(host);
  });
  for (let i = 0; i < 15_000; i++) expect(cached(`a.h${i}.example`)).toBe(`h${i}.example`);
  expect(asked).toBe(15_000);
  cached('a.h14999.example');
  expect(asked).toBe(15_000);
  cached('a.h0.example');
  expect(asked).toBe(15_001);
});

test('a host that is too long is bounded and not kept', () => {
  const cached = createDomainCache((host) => host);
  expect(cached('x'.repeat(100_000))).toHaveLength(253);
});
