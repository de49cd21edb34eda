import { isSeq, type Node } from 'yaml';
import { nearest } from '../../model/nearest.ts';
import { RESOURCE_TYPES, type ResourceType, type TypeMask, typeBit } from '../../model/request.ts';
import {
  type ReadTest,
  readHeaderName,
  readHost,
  readPath,
  readTests,
  readTextTest,
} from './read-text-test.ts';
import type { Conditions, FieldTest } from './signature.ts';
import { quote, type Report, readMap, readText, readTexts, type Text } from './yaml-node.ts';

/** The keys of one set of conditions. */
export const CONDITION_KEYS = [
  'method',
  'host',
  'page',
  'path',
  'type',
  'party',
  'fields',
  'query',
  'body',
  'headers',
  'cookies',
  'anyField',
  'anyValue',
] as const;

/** Holds for every request. */
export const NO_CONDITIONS: Conditions = {
  methods: null,
  hosts: null,
  pages: null,
  paths: null,
  types: null,
  party: null,
  fields: [],
  query: [],
  body: [],
  headers: [],
  cookies: [],
  anyField: null,
  anyValue: null,
};

/** A method is a token of RFC 9110; written in any case, compared in upper case. */
const METHOD = /^[A-Z-]{1,20}$/;

/** `when` or `unless`: one set of conditions, or a list of sets of which any one may hold. */
export function readConditionSets(
  node: Node | null,
  where: string,
  report: Report,
): readonly Conditions[] {
  if (!isSeq(node)) return [readConditions(node, where, report)];
  if (node.items.length === 0) report(node, `${where} is an empty list`);
  return node.items.map((item) => readConditions(item as Node | null, where, report));
}

function readConditions(node: Node | null, where: string, report: Report): Conditions {
  let conditions = NO_CONDITIONS;
  for (const { key, value } of readMap(node, where, report, CONDITION_KEYS)) {
    conditions = {
      ...conditions,
      ...readCondition(key.text, value, `${where}.${key.text}`, report),
    };
  }
  return conditions;
}

function readCondition(
  key: string,
  node: Node | null,
  where: string,
  report: Report,
): Partial<Conditions> {
  switch (key as (typeof CONDITION_KEYS)[number]) {
    case 'method':
      return { methods: readMethods(node, where, report) };
    case 'host':
      return { hosts: readTests(node, where, report, readHost) };
    case 'page':
      return { pages: readTests(node, where, report, readHost) };
    case 'path':
      return { paths: readTests(node, where, report, readPath) };
    case 'type':
      return { types: readTypes(node, where, report) };
    case 'party':
      return { party: readParty(node, where, report) };
    case 'fields':
      return { fields: readFieldTests(node, where, report) };
    case 'query':
      return { query: readFieldTests(node, where, report) };
    case 'body':
      return { body: readFieldTests(node, where, report) };
    case 'headers':
      return { headers: readFieldTests(node, where, report, readHeaderName) };
    case 'cookies':
      return { cookies: readFieldTests(node, where, report) };
    case 'anyField':
      return { anyField: readTests(node, where, report) };
    case 'anyValue':
      return { anyValue: readTests(node, where, report) };
  }
}

function readMethods(node: Node | null, where: string, report: Report): readonly string[] | null {
  const texts = readTexts(node, where, report) ?? [];
  return texts.map((text) => {
    const method = text.text.toUpperCase();
    if (!METHOD.test(method)) report(text.node, `${where} has no method in ${quote(text.text)}`);
    return method;
  });
}

function readTypes(node: Node | null, where: string, report: Report): TypeMask {
  let mask = 0;
  for (const text of readTexts(node, where, report) ?? []) {
    const type = RESOURCE_TYPES.find((name) => name === text.text);
    if (type === undefined) report(text.node, unknownType(text.text, where));
    else mask |= typeBit(type);
  }
  return mask;
}

function unknownType(word: string, where: string): string {
  const near: ResourceType | string | null = nearest(word, RESOURCE_TYPES);
  const hint = near === null ? `known are ${RESOURCE_TYPES.join(', ')}` : `did you mean "${near}"?`;
  return `${where} has the unknown type ${quote(word)}: ${hint}`;
}

function readParty(node: Node | null, where: string, report: Report): 'first' | 'third' | null {
  const text = readText(node, where, report);
  if (text === null) return null;
  if (text.text === 'first' || text.text === 'third') return text.text;
  report(text.node, `${where} must be "first" or "third", not ${quote(text.text)}`);
  return null;
}

function readFieldTests(
  node: Node | null,
  where: string,
  report: Report,
  readName: ReadTest = readTextTest,
): readonly FieldTest[] {
  const tests: FieldTest[] = [];
  for (const { key, value } of readMap(node, where, report)) {
    const name = readName(key, where, report);
    const wanted = readFieldValue(value, `${where}.${key.text}`, report);
    if (name !== null && wanted !== null) tests.push({ name, value: wanted });
  }
  return tests;
}

function readFieldValue(
  node: Node | null,
  where: string,
  report: Report,
): FieldTest['value'] | null {
  const texts = readTexts(node, where, report);
  if (texts === null) return null;
  const [first] = texts as [Text];
  if (texts.length === 1 && !isSeq(node)) {
    if (isPlain(first, 'true')) return 'present';
    if (isPlain(first, 'false')) return 'absent';
  }
  return readTests(node, where, report);
}

/** Unquoted, so that `"true"` can be a value. */
function isPlain(text: Text, word: string): boolean {
  return !text.quoted && text.text === word;
}
