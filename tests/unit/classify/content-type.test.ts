import { expect, it } from 'vitest';
import { narrowTypes } from '../../../src/classify/content-type.ts';
import {
  ANY_TYPE,
  RESOURCE_TYPES,
  type ResourceType,
  typeBit,
} from '../../../src/model/request.ts';

const mask = (...types: ResourceType[]) => types.reduce((bits, type) => bits | typeBit(type), 0);
const ALWAYS = ['xhr', 'ping', 'other'] as const;

it.each([
  ['text/html; charset=utf-8', ['document', 'subdocument', 'object']],
  ['Text/JavaScript', ['script']],
  ['application/json', ['script']],
  ['text/css', ['stylesheet']],
  ['image/gif', ['image', 'document', 'object']],
  ['image/svg+xml', ['image', 'document', 'subdocument', 'object']],
  ['font/woff2', ['font']],
  ['application/vnd.apple.mpegurl', ['media']],
  ['text/event-stream', []],
] as const)('%s can be used as %j or by a script', (contentType, expected) => {
  expect(narrowTypes(ANY_TYPE, contentType)).toBe(mask(...expected, ...ALWAYS));
});

it.each([null, '', 'text/plain', 'application/octet-stream', 'nonsense'])(
  '%j says nothing',
  (contentType) => {
    expect(narrowTypes(ANY_TYPE, contentType)).toBe(ANY_TYPE);
  },
);

it('never widens and never empties a set', () => {
  for (const type of RESOURCE_TYPES) {
    expect(narrowTypes(typeBit(type), 'image/gif')).toBe(typeBit(type));
  }
  expect(narrowTypes(mask('script', 'image'), 'image/gif')).toBe(mask('image'));
});
