import { expect, it } from 'vitest';
import { narrowRequest, narrowTypes } from '../../../src/classify/content-type.ts';
import {
  ANY_TYPE,
  RESOURCE_TYPES,
  type ResourceType,
  typeBit,
} from '../../../src/model/request.ts';
import { requestTo } from '../../support/request-info.ts';

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

const FETCHED = mask(
  ...(['script', 'stylesheet', 'image', 'font', 'media', 'object', 'xhr', 'other'] as const),
);

it.each([
  ['other', FETCHED, 'text/javascript', 'script'],
  ['other', FETCHED, 'image/svg+xml', 'image'],
  ['other', FETCHED, 'application/json', 'xhr'],
  ['other', FETCHED, 'text/html', 'xhr'],
  ['other', FETCHED, 'text/event-stream', 'xhr'],
  ['script', mask('script', 'xhr'), 'image/gif', 'xhr'],
  ['image', mask('image', 'xhr'), 'application/json', 'xhr'],
  ['document', mask('document', 'subdocument'), 'image/gif', 'document'],
] as const)('of %s and %i, %s makes %s the likeliest', (type, types, contentType, likeliest) => {
  const narrowed = narrowRequest({ ...requestTo('http://a.test/'), types, type }, contentType);
  expect(narrowed).toMatchObject({ type: likeliest, types: narrowTypes(types, contentType) });
});

it('leaves a request of which nothing new is said', () => {
  const request = requestTo('http://a.test/', { types: typeBit('image'), type: 'image' });
  expect(narrowRequest(request, 'text/html')).toBe(request);
  expect(narrowRequest(request, null)).toBe(request);
});
