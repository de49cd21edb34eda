import { expect, test } from 'vitest';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import {
  ACTION_CODES,
  isActedOn,
  KIND_CODES,
  PARTY_CODES,
  TYPE_CODES,
  wordOf,
} from '../../../src/record/codes.ts';
import { ACTED } from './samples.ts';

test('each word has its own number', () => {
  for (const codes of [ACTION_CODES, KIND_CODES, TYPE_CODES, PARTY_CODES]) {
    const numbers = Object.values(codes);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('the numbers of released files never change', () => {
  expect({ ACTION_CODES, KIND_CODES, TYPE_CODES, PARTY_CODES }).toMatchInlineSnapshot(`
    {
      "ACTION_CODES": {
        "allow": 1,
        "block": 7,
        "log": 2,
        "pass": 0,
        "placeholder": 5,
        "rewrite": 4,
        "strip": 3,
        "stub": 6,
      },
      "KIND_CODES": {
        "http": 0,
        "https": 1,
        "tunnel": 3,
        "websocket": 2,
      },
      "PARTY_CODES": {
        "first": 1,
        "third": 2,
        "unknown": 0,
      },
      "TYPE_CODES": {
        "document": 1,
        "font": 6,
        "image": 5,
        "media": 7,
        "object": 8,
        "other": 0,
        "ping": 10,
        "script": 3,
        "stylesheet": 4,
        "subdocument": 2,
        "websocket": 11,
        "xhr": 9,
      },
    }
  `);
});

test('words come back from their numbers', () => {
  for (const type of RESOURCE_TYPES)
    expect(wordOf(TYPE_CODES, TYPE_CODES[type], 'other')).toBe(type);
  for (const action of ACTIONS)
    expect(wordOf(ACTION_CODES, ACTION_CODES[action], 'pass')).toBe(action);
  expect(wordOf(KIND_CODES, 99, 'http')).toBe('http');
});

test('acted on is what changes an exchange', () => {
  expect(ACTIONS.filter(isActedOn)).toEqual(ACTED);
});
