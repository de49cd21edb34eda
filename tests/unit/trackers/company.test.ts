import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companyOf, ownerOf } from '../../../src/trackers/company.ts';

test.each([
  ['Meta Pixel', 'Meta', 'Meta Platforms'],
  ['Meta', 'Meta', 'Meta Platforms'],
  ['Google Analytics for Firebase', 'Google', 'Alphabet'],
  ['TikTok App Events', 'TikTok', 'ByteDance'],
  ['LinkedIn Insight Tag', 'LinkedIn', 'Microsoft'],
  ['Microsoft Clarity', 'Microsoft', 'Microsoft'],
  ['Microsoft', 'Microsoft', null],
  ['Twilio Segment', 'Twilio Segment', 'Twilio'],
  ['Hotjar', 'Hotjar', 'Contentsquare'],
  ['Criteo', 'Criteo', null],
  ['Xandr', 'Xandr', null],
  ['', '', null],
])('%s is of %s, owned by %s', (tracker, company, owner) => {
  expect(companyOf(tracker)).toBe(company);
  expect(ownerOf(tracker)).toBe(owner);
});

test('any name at all has an answer, also those that objects know', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__ x', 'toString'));
  fc.assert(
    fc.property(names, (tracker) => {
      expect(typeof companyOf(tracker)).toBe('string');
      expect(ownerOf(tracker)).not.toBe('');
    }),
  );
  expect(ownerOf('constructor')).toBeNull();
});
