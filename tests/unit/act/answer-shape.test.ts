import { describe, expect, test } from 'vitest';
import { type AnswerShape, answerShape } from '../../../src/act/answer-shape.ts';
import { ANY_TYPE, RESOURCE_TYPES, type ResourceType } from '../../../src/model/request.ts';
import { mask, request } from './samples.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const;
const JSON_SENT = ['Content-Type', 'application/json; charset=utf-8', 'Accept', '*/*'];
const JSON_FIRST = ['Accept', 'application/json, text/plain, */*'];

/** For GET and HEAD; for the other methods; with Accept JSON where that differs. */
const certain: Readonly<Record<ResourceType, readonly [AnswerShape, AnswerShape, AnswerShape]>> = {
  document: ['explanation', 'explanation', 'explanation'],
  subdocument: ['frame', 'empty', 'frame'],
  script: ['script', 'script', 'script'],
  stylesheet: ['stylesheet', 'stylesheet', 'stylesheet'],
  image: ['image', 'image', 'image'],
  font: ['none', 'none', 'none'],
  media: ['none', 'none', 'none'],
  object: ['none', 'none', 'none'],
  xhr: ['none', 'none', 'json'],
  ping: ['none', 'none', 'none'],
  websocket: ['refused', 'refused', 'refused'],
  other: ['none', 'none', 'none'],
};

describe.each(RESOURCE_TYPES)('a certain %s', (type) => {
  const [read, write, json] = certain[type];
  test.each(METHODS)('%s', (method) => {
    const expected = method === 'GET' || method === 'HEAD' ? read : write;
    expect(answerShape(request({ type, method }))).toBe(expected);
  });
  test('GET that accepts JSON', () => {
    expect(answerShape(request({ type, headers: JSON_FIRST }))).toBe(json);
  });
  test('POST that sends JSON', () => {
    const sent = request({ type, method: 'POST', headers: JSON_SENT });
    expect(answerShape(sent)).toBe(type === 'xhr' ? 'json' : write);
  });
});

const PAGE = mask('document', 'subdocument');
const SENT = mask('xhr', 'ping', 'other');
const FETCHED = ANY_TYPE & ~mask('document', 'subdocument', 'ping', 'websocket');

describe('several types', () => {
  test.each<[string, ResourceType, number, string, AnswerShape]>([
    ['a page or a frame', 'document', PAGE, 'GET', 'explanation'],
    ['a form into a page or a frame', 'document', PAGE, 'POST', 'empty'],
    ['a beacon: ping and xhr', 'ping', mask('ping', 'xhr'), 'POST', 'none'],
    ['something sent', 'xhr', SENT, 'POST', 'none'],
    ['a film or a fetch of one', 'media', mask('media', 'xhr'), 'GET', 'none'],
    ['something fetched', 'other', FETCHED, 'GET', 'empty'],
    ['a script or a fetch of one', 'script', mask('script', 'xhr'), 'GET', 'script'],
    ['a likely stylesheet', 'stylesheet', FETCHED, 'GET', 'stylesheet'],
    ['a likely image', 'image', mask('image', 'xhr'), 'GET', 'image'],
    ['anything, likely a page', 'document', ANY_TYPE, 'GET', 'empty'],
  ])('%s', (_title, type, types, method, expected) => {
    expect(answerShape(request({ type, types, method }))).toBe(expected);
  });

  test.each<[ResourceType, number]>([
    ['xhr', SENT],
    ['other', FETCHED],
  ])('%s that accepts JSON gets JSON', (type, types) => {
    expect(answerShape(request({ type, types, headers: JSON_FIRST }))).toBe('json');
  });
});

test('a type that does not exist is a bug', () => {
  const odd = request({ type: 'hologram' as ResourceType, types: 0 });
  expect(() => answerShape(odd)).toThrow('unexpected value: "hologram"');
});
