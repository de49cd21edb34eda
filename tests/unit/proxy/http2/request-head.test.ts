import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStreamHead } from '../../../../src/proxy/http2/request-head.ts';

const PSEUDO = [':method', 'GET', ':scheme', 'https', ':authority', 'a.test', ':path', '/x?y'];

describe('readStreamHead', () => {
  it('gives the head as HTTP/1.1 has it', () => {
    const raw = [...PSEUDO, 'user-agent', 'me', 'sec-ch-ua', '"x"', 'dnt', '1', 'x-own', 'a'];
    expect(readStreamHead(raw, false)).toEqual({
      method: 'GET',
      path: '/x?y',
      headers: [
        ...['Host', 'a.test', 'User-Agent', 'me', 'sec-ch-ua', '"x"', 'DNT', '1', 'X-Own', 'a'],
      ],
    });
  });

  it('joins the pieces of a cookie, in order', () => {
    const raw = [...PSEUDO, 'cookie', 'a=1', 'accept', '*/*', 'cookie', 'b=2'];
    expect(readStreamHead(raw, false)?.headers).toEqual([
      ...['Host', 'a.test', 'Accept', '*/*', 'Cookie', 'a=1; b=2'],
    ]);
  });

  it.each([
    ['a body of unknown length', [], true, ['Transfer-Encoding', 'chunked']],
    ['a body of known length', ['content-length', '5'], true, ['Content-Length', '5']],
    ['no body', [], false, []],
  ])('says that there is %s', (_what, more, hasBody, said) => {
    const head = readStreamHead([...PSEUDO, ...more], hasBody);
    expect(head?.headers).toEqual(['Host', 'a.test', ...said]);
  });

  it('takes Host where there is no :authority, and both where they agree', () => {
    const [a, b, c, d] = [
      PSEUDO.slice(0, 4),
      PSEUDO.slice(4, 6),
      PSEUDO.slice(6),
      ['host', 'A.test'],
    ];
    const without = [...(a ?? []), ...(c ?? []), ...(d ?? [])];
    expect(readStreamHead(without, false)?.headers).toEqual(['Host', 'A.test']);
    const both = [...(a ?? []), ...(b ?? []), ...(c ?? []), ...(d ?? [])];
    expect(readStreamHead(both, false)?.headers).toEqual(['Host', 'a.test']);
  });

  it.each([
    ['CONNECT', [':method', 'CONNECT', ':authority', 'a.test:443']],
    ['another scheme', [...PSEUDO.slice(0, 2), ':scheme', 'http', ...PSEUDO.slice(4)]],
    ['no scheme', [...PSEUDO.slice(0, 2), ...PSEUDO.slice(4)]],
    ['no authority', [...PSEUDO.slice(0, 4), ...PSEUDO.slice(6)]],
    ['no path', PSEUDO.slice(0, 6)],
    ['an absolute URL for a path', [...PSEUDO.slice(0, 6), ':path', 'https://a.test/']],
    ['two hosts', [...PSEUDO, 'host', 'b.test']],
    ['nothing', []],
  ])('refuses %s', (_what, raw) => {
    expect(readStreamHead(raw, false)).toBeNull();
  });

  it('takes any list of texts, and never gives a pseudo-header field on', () => {
    const name = fc.oneof(
      fc.constantFrom(':path', ':authority', 'cookie', '__proto__'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), fc.boolean(), (fields, hasBody) => {
        const head = readStreamHead([...PSEUDO, ...fields.flat()], hasBody);
        const names = head?.headers.filter((_text, at) => at % 2 === 0) ?? [];
        expect(names.some((one) => one.startsWith(':'))).toBe(false);
        expect(names.filter((one) => one === 'Host')).toHaveLength(head === null ? 0 : 1);
      }),
    );
  });
});
