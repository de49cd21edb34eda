import { expect } from 'vitest';
import { readBody } from '../../../src/classify/body.ts';
import { describe } from '../../../src/classify/describe.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import { header, RESOURCE_TYPES } from '../../../src/model/request.ts';
import type { RuleSet } from '../../../src/model/rule.ts';
import type { Answer } from '../../../src/model/verdict.ts';
import { judge } from '../../../src/proxy/judge.ts';
import type { Sample } from '../../support/judge.ts';

/** What an answer looks like to the page that gets it. */
export type Shape =
  | 'gif' // a picture of one pixel
  | 'script' // a script, with or without something in it
  | 'nothing' // 204
  | 'empty' // 200 without bytes: a frame that loads, an app that is content
  | 'page' // a frame with nothing on it
  | 'placeholder' // a frame with a button
  | 'success' // {"success":true}
  | 'object' // {}
  | 'accepted'; // {"code":0}

interface Looks {
  readonly status: number;
  readonly type: RegExp | null;
  readonly body: RegExp;
}

const LOOKS: Readonly<Record<Shape, Looks>> = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the bytes of a GIF.
  gif: { status: 200, type: /^image\/gif$/, body: /^GIF89a\x01\0\x01\0[\0-\xff]{33}$/ },
  script: { status: 200, type: /^application\/javascript/, body: /^/ },
  nothing: { status: 204, type: null, body: /^$/ },
  empty: { status: 200, type: /^text\/plain/, body: /^$/ },
  page: { status: 200, type: /^text\/html/, body: /<title>Blocked<\/title>/ },
  placeholder: { status: 200, type: /^text\/html/, body: /<form method="post"/ },
  success: { status: 200, type: /^application\/json/, body: /^\{"success":true\}$/ },
  accepted: { status: 200, type: /^application\/json/, body: /^\{"code":0,/ },
  object: { status: 200, type: /^application\/json/, body: /^\{\}$/ },
};

const ORIGIN = 'https://shop.example';
const registrableDomain = createRegistrableDomain();

/** The answer that a page on shop.example gets, as the proxy makes it; null where the request goes on. */
export function answerTo(rules: RuleSet, sample: Sample): Answer | null {
  const { url, method = 'GET', body = null, page = null, type = null } = sample;
  // A browser says where it comes from with all but the frames that it opens.
  const isOpened = type === 'subdocument' && method === 'GET';
  const headers = Object.entries({
    ...sample.headers,
    ...(isOpened ? {} : { origin: ORIGIN }),
  }).flat();
  const request = describe(
    { url, method, headers },
    {
      device: null,
      registrableDomain,
      sourceUrl: page,
      type: RESOURCE_TYPES.find((name) => name === type) ?? null,
    },
  );
  if (request === null) throw new Error(`judging "${url}": no address`);
  const read =
    body !== null && rules.wantsBody(request)
      ? readBody(header(headers, 'content-type'), Buffer.from(body))
      : null;
  const { effect } = judge({ request, body: read, connection: null }, rules, {
    pageOrigin: 'http://eyelid.internal',
    explain: (rule) => rule.text,
    passFor: () => 'pass',
    isOpenedAnyway: () => false,
    isAllowedOnce: () => false,
    addressToLoad: (asked) => asked.url,
    isLoaded: () => false,
    alreadyRedirected: () => true,
    findOwn: () => null,
  });
  return effect.kind === 'answer' ? effect.answer : null;
}

/**
 * The answer has this shape, names its rule, is kept by no cache, and can be
 * read by the page that asked, with credentials, so that it tries nothing else.
 * Frames cannot, and a page has no business with the button of a placeholder.
 */
export function expectShape(answer: Answer | null, shape: Shape): void {
  const looks = LOOKS[shape];
  const { status, headers, body } = answer as Answer;
  expect(status).toBe(looks.status);
  const type = header(headers, 'content-type');
  if (looks.type === null) expect(type).toBeNull();
  else expect(type).toMatch(looks.type);
  expect(Buffer.from(body).toString('latin1')).toMatch(looks.body);
  expect(header(headers, 'x-eyelid')).toMatch(/^[\w.-]+:\d+$/);
  expect(header(headers, 'cache-control')).toBe('no-store');
  const isReadable = shape !== 'placeholder' && shape !== 'page';
  expect(header(headers, 'access-control-allow-origin')).toBe(isReadable ? ORIGIN : null);
  expect(header(headers, 'access-control-allow-credentials')).toBe(isReadable ? 'true' : null);
}
