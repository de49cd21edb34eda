import { describe, expect, test } from 'vitest';
import { type Place, type Treatment, treatmentOf } from '../../../src/household/policy.ts';
import type { Party, ResourceType } from '../../../src/model/request.ts';
import { request } from '../act/samples.ts';

type Row = readonly [
  form: 'hashed' | 'plain',
  place: Place,
  party: Party,
  type: ResourceType,
  isTracker: boolean,
  treatment: Treatment,
];

const ROWS: readonly Row[] = [
  // A digest goes from everywhere but a path, and but from what a person opens.
  ['hashed', 'query', 'first', 'xhr', false, 'remove'],
  ['hashed', 'body', 'first', 'ping', false, 'remove'],
  ['hashed', 'body', 'third', 'subdocument', false, 'remove'],
  ['hashed', 'query', 'unknown', 'other', false, 'remove'],
  ['hashed', 'referer', 'third', 'image', false, 'remove'],
  ['hashed', 'referer', 'first', 'image', false, 'leave'],
  ['hashed', 'path', 'first', 'image', false, 'tell'],
  ['hashed', 'path', 'third', 'image', false, 'tell'],
  ['hashed', 'path', 'third', 'image', true, 'block'],
  ['hashed', 'path', 'first', 'xhr', true, 'tell'],
  ['hashed', 'query', 'third', 'document', true, 'tell'],
  ['hashed', 'body', 'first', 'document', false, 'tell'],
  // In clear it goes where a person gave it.
  ['plain', 'body', 'first', 'xhr', false, 'leave'],
  ['plain', 'body', 'first', 'xhr', true, 'leave'],
  ['plain', 'body', 'first', 'document', false, 'leave'],
  ['plain', 'query', 'third', 'document', false, 'leave'],
  ['plain', 'body', 'third', 'xhr', false, 'tell'],
  ['plain', 'body', 'third', 'xhr', true, 'remove'],
  ['plain', 'query', 'third', 'image', true, 'remove'],
  ['plain', 'path', 'third', 'image', true, 'block'],
  ['plain', 'body', 'unknown', 'xhr', true, 'tell'],
  ['plain', 'body', 'unknown', 'xhr', false, 'leave'],
];

describe('an identifier', () => {
  test.each(ROWS)(
    '%s in the %s, %s party, %s, tracker %s: %s',
    (form, place, party, type, isTracker, treatment) => {
      const asked = { request: { ...request({ type }), party }, isTracker };
      expect(treatmentOf({ form }, place, asked)).toBe(treatment);
    },
  );
});
