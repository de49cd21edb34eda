import { expect, test } from 'vitest';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import {
  ACTION_CODES,
  isActedOn,
  KIND_CODES,
  PARTY_CODES,
  TUNNEL_CODES,
  TYPE_CODES,
  wordOf,
} from '../../../src/record/codes.ts';
import { ACTED } from './samples.ts';

test('each word has its own number', () => {
  for (const codes of [ACTION_CODES, KIND_CODES, TYPE_CODES, PARTY_CODES, TUNNEL_CODES]) {
    const numbers = Object.values(codes);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('the numbers of released files never change', () => {
  expect({
    ACTION_CODES,
    KIND_CODES,
    TYPE_CODES,
    PARTY_CODES,
    TUNNEL_CODES,
  }).toMatchInlineSnapshot(`
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
      "TUNNEL_CODES": {
        "do-not-intercept": 8,
        "grpc": 10,
        "level-hostname": 2,
        "level-off": 1,
        "no-common-protocol": 13,
        "no-name": 12,
        "not-tls": 11,
        "nothing-to-match": 7,
        "program-incompatible": 5,
        "program-refuses": 4,
        "program-unproven": 3,
        "refused": 6,
        "upstream-certificate": 9,
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
  expect(wordOf(TUNNEL_CODES, 99, null)).toBe(null);
});

test('acted on is what changes an exchange', () => {
  expect(ACTIONS.filter(isActedOn)).toEqual(ACTED);
});
