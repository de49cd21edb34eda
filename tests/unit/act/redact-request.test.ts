import { describe, expect, test } from 'vitest';
import { redactRequest } from '../../../src/act/redact-request.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { edit, rule } from './samples.ts';

const redact = (word: string): Edit => ({
  kind: 'redact',
  rule: rule('strip'),
  names: [`the word ${word}`],
  redact: (text) => text.replaceAll(word, ''),
});

function redacted(
  { url = 'https://a.test/x', headers = [] as readonly string[], body = null as string | null },
  ...edits: readonly Edit[]
) {
  const bytes = body === null ? null : Buffer.from(body, 'latin1');
  const edited = redactRequest({ url, headers, body: bytes }, edits);
  return {
    ...edited,
    body: edited.body === null ? null : Buffer.from(edited.body).toString('latin1'),
  };
}

describe('a value is taken out of', () => {
  test('the query, and neither path nor fragment', () => {
    const { url, names } = redacted({ url: 'https://cat.test/cat?a=cat&b=1#cat' }, redact('cat'));
    expect(url).toBe('https://cat.test/cat?a=&b=1#cat');
    expect(names).toEqual(['the word cat']);
  });

  test("the Referer's query", () => {
    const headers = ['Accept', 'cat', 'referer', 'https://b.test/cat?c=cat'];
    const edited = redacted({ headers }, redact('cat'));
    expect(edited.headers).toEqual(['Accept', 'cat', 'referer', 'https://b.test/cat?c=']);
    expect(edited.names).toEqual(['the word cat']);
  });

  test('the body, whose old length and digest go, and all other bytes stay', () => {
    const headers = ['Content-Encoding', 'gzip', 'X', '1', 'Digest', 'sha-256=x'];
    const edited = redacted({ headers, body: 'é\u0000cat\u00ff' }, redact('cat'));
    expect(edited).toMatchObject({ body: 'é\u0000\u00ff', headers: ['X', '1'] });
  });

  test('all of them, by several edits', () => {
    const request = { url: 'https://a.test/?x=cat,dog', body: 'dog cat' };
    expect(redacted(request, redact('cat'), redact('cow'), redact('dog'))).toMatchObject({
      url: 'https://a.test/?x=,',
      body: ' ',
      names: ['the word cat', 'the word dog'],
    });
  });
});

test('what holds nothing stays, and so does what other edits are for', () => {
  const headers = ['Referer', 'https://b.test/?c=1', 'Digest', 'x'];
  const request = { url: 'https://a.test/?x=cat', headers, body: 'dog' };
  const unchanged = { url: request.url, headers, body: null, names: [] };
  expect(redacted(request, redact('cow'))).toEqual(unchanged);
  expect(redacted(request, edit('query', 'x'))).toEqual(unchanged);
  expect(redacted(request).headers).toBe(headers);
});
