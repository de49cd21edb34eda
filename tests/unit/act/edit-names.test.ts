import { expect, test } from 'vitest';
import {
  addedHeader,
  bodyField,
  fieldOfBody,
  fieldWithin,
  limitedCookie,
} from '../../../src/act/edit-names.ts';

test('what was made different says how, so that it is not taken for something removed', () => {
  expect([addedHeader('referrer-policy'), limitedCookie('_ga')]).toEqual([
    'referrer-policy (added)',
    '_ga (limited)',
  ]);
});

test('what stood in a body, or in another field, says where', () => {
  expect([bodyField('user.email'), fieldWithin('dl', 'fbclid')]).toEqual([
    'user.email (body)',
    'fbclid (in dl)',
  ]);
});

test('a field of a body is known again by its words', () => {
  expect([bodyField('em'), 'em', 'fbclid (in dl)', '(body)'].map(fieldOfBody)).toEqual([
    'em',
    null,
    null,
    null,
  ]);
});
