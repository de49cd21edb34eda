import { describe, expect, test } from 'vitest';
import type { ResourceType } from '../../../src/model/request.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { type Asked, requestOf, ruleSet } from '../../support/rule-set.ts';

async function edits(
  list: string | Readonly<Record<string, string>>,
  url: string,
  type: ResourceType = 'document',
  asked: Asked = {},
): Promise<readonly Edit[]> {
  return (await ruleSet(list)).match(requestOf(url, type, asked), null).edits;
}

/** Which of the fields of the URL are taken away. */
async function removed(list: string, url: string, type: ResourceType = 'document') {
  const found = await edits(list, url, type);
  return (url.split('?')[1] ?? '').split('&').filter((raw) => {
    const name = raw.split('=')[0] ?? '';
    let decoded = name;
    try {
      decoded = decodeURIComponent(name.replaceAll('+', ' '));
    } catch {
      // Stays as it is written.
    }
    return found.some((edit) => edit.kind === 'query' && edit.test(decoded, raw));
  });
}

describe('an allowed page', () => {
  const allowed = '@@||shop.example^$document';
  const from = 'https://www.shop.example/cart';
  const url = 'https://cdn.example/x?a=1';
  const list =
    '*$removeparam=a\n$cookie=id\n||cdn.example^$removeheader=refresh\n||cdn.example^$replace=/a/b/';
  const kinds = async (lines: string, type: ResourceType, to: string, asked: Asked) =>
    (await edits(`${list}\n${lines}`, to, type, asked)).map(({ kind }) => kind);

  test('is left as it is, and so is all that it asks for', async () => {
    const all = await kinds('', 'xhr', url, { from });
    expect(new Set(all)).toEqual(
      new Set(['query', 'requestCookie', 'responseCookie', 'responseHeader', 'body']),
    );
    expect(await kinds(allowed, 'xhr', url, { from })).toEqual([]);
    expect(await kinds(allowed, 'document', `${from}?a=1`, { from: null })).toEqual([]);
  });

  test('other pages are not, nor is what they ask of it', async () => {
    const all = await kinds('', 'xhr', url, {});
    expect(await kinds(allowed, 'xhr', url, {})).toEqual(all);
    expect(await kinds(allowed, 'xhr', `${from}?a=1`, {})).toContain('query');
    expect(await kinds('@@||shop.example^', 'xhr', url, { from })).toEqual(all);
    expect(await kinds('@@||shop.example^$elemhide', 'xhr', url, { from })).toEqual(all);
  });

  test('what is important is edited there too, unless the exception is', async () => {
    const important = '||cdn.example^$removeparam=b,important';
    const two = `${url}&b=1`;
    expect(await kinds(`${important}\n${allowed}`, 'xhr', two, { from })).toEqual(['query']);
    expect(await kinds(`${important}\n${allowed},important`, 'xhr', two, { from })).toEqual([]);
    expect(
      await kinds(`${allowed}\n@@||shop.example^$document,badfilter`, 'xhr', two, { from }),
    ).not.toEqual([]);
  });
});

describe('$removeparam', () => {
  test.each([
    ['$removeparam=fbclid', 'https://a.example/?x=1&fbclid=2', ['fbclid=2']],
    ['*$removeparam=fbclid', 'https://a.example/?fbclid', ['fbclid']],
    ['$removeparam=fbclid', 'https://a.example/?Fbclid=1', []],
    ['$removeparam=fbclid', 'https://a.example/?f%62clid=1', ['f%62clid=1']],
    ['$removeparam=fbclid', 'https://a.example/?a=fbclid', []],
    ['$removeparam=a b', 'https://a.example/?a+b=1&a%20b=2', ['a+b=1', 'a%20b=2']],
    ['$removeparam=%zz', 'https://a.example/?%zz=1', ['%zz=1']],
    ['||a.example^$removeparam=x', 'https://b.a.example/?x=1&x=2', ['x=1', 'x=2']],
    ['||a.example^$removeparam=x', 'https://b.example/?x=1', []],
    ['||a.example^$removeparam', 'https://a.example/?x=1&y=2', ['x=1', 'y=2']],
    ['||a.example^$removeparam=~x', 'https://a.example/?x=1&y=2', ['y=2']],
    ['$removeparam=/^utm_/', 'https://a.example/?utm_a=1&my_utm_=2', ['utm_a=1']],
    ['$removeparam=/^UTM_/', 'https://a.example/?utm_a=1', []],
    ['$removeparam=/^UTM_/i', 'https://a.example/?utm_a=1', ['utm_a=1']],
    ['$removeparam=/^id=\\d+$/', 'https://a.example/?id=12&id=a', ['id=12']],
    ['$removeparam=/^id=\\d{2\\,3}$/', 'https://a.example/?id=12&id=1', ['id=12']],
    ['||a.example^$removeparam=~/^utm_/', 'https://a.example/?utm_a=1&b=2', ['b=2']],
    ['$removeparam=x,domain=a.example', 'https://a.example/?x=1', ['x=1']],
    ['$removeparam=x,domain=~a.example', 'https://a.example/?x=1', []],
    [
      '$removeparam=a\n$removeparam=b\n$removeparam=c',
      'https://a.example/?a=1&c=2&b=3',
      ['a=1', 'c=2', 'b=3'],
    ],
    ['$removeparam=a\n@@||a.example^$removeparam=a', 'https://a.example/?a=1', []],
    ['$removeparam=a\n@@||a.example^$removeparam', 'https://a.example/?a=1', []],
    ['$removeparam=a\n@@||a.example^$removeparam=b', 'https://a.example/?a=1&b=1', ['a=1']],
    [
      '$removeparam=/^utm_/\n@@||a.example^$removeparam=utm_id',
      'https://a.example/?utm_id=1&utm_x=2',
      ['utm_x=2'],
    ],
    ['$removeparam=a\n@@||b.example^$removeparam=a', 'https://a.example/?a=1', ['a=1']],
    ['$removeparam=a\n@@||a.example^', 'https://a.example/?a=1', ['a=1']],
    ['$removeparam=a\n@@||a.example^$cookie=a', 'https://a.example/?a=1', ['a=1']],
    ['$removeparam=a\n$removeparam=a,badfilter', 'https://a.example/?a=1', []],
  ])('%j on %s: %j', async (list, url, fields) => {
    expect(await removed(list, url)).toEqual(fields);
  });

  test.each<[string, ResourceType, boolean]>([
    ['$removeparam=x', 'document', true],
    ['$removeparam=x', 'subdocument', true],
    ['$removeparam=x', 'xhr', true],
    ['$removeparam=x', 'image', false],
    ['$image,removeparam=x', 'image', true],
    ['$image,removeparam=x', 'document', false],
  ])('%s on a %s: %s', async (list, type, expected) => {
    expect(await removed(list, 'https://a.example/?x=1', type)).toHaveLength(expected ? 1 : 0);
  });

  test('without a query there is nothing to do', async () => {
    expect(await edits('$removeparam', 'https://a.example/')).toEqual([]);
    expect(await edits('||a.example^$removeparam=/x/', 'https://a.example/x')).toEqual([]);
  });

  test('a person keeps what lists take away', async () => {
    const lists = { 'list.txt': '$removeparam=a', 'my-rules.txt': '@@||a.example^$removeparam=a' };
    expect(await edits(lists, 'https://a.example/?a=1')).toEqual([]);
    const allow = { 'list.txt': '$removeparam=a', 'my-rules.txt': '@@||a.example^' };
    expect(await edits(allow, 'https://a.example/?a=1')).toEqual([]);
  });

  test('a person and a list can both take away', async () => {
    const lists = {
      'list.txt': '||a.example^$removeparam=a',
      'my-rules.txt': '||a.example^$removeparam=b',
    };
    const found = await edits(lists, 'https://a.example/?a=1&b=2');
    expect(found.map(({ rule }) => rule.text)).toEqual([
      '||a.example^$removeparam=b',
      '||a.example^$removeparam=a',
    ]);
  });

  test('a filter that takes several names away by several lines tells each rule', async () => {
    const found = await edits('$removeparam=a\n\n$removeparam=b', 'https://a.example/?a=1&b=2');
    expect(found.map(({ rule }) => [rule.line, rule.text, rule.action])).toEqual([
      [1, '$removeparam=a', 'strip'],
      [3, '$removeparam=b', 'strip'],
    ]);
  });
});

describe('$cookie and $removeheader', () => {
  const names = ['id', '_ga', '_ga_x', 'session'];
  const kept = (found: readonly Edit[], kind: 'requestCookie' | 'responseCookie') =>
    names.filter((name) => !found.some((edit) => edit.kind === kind && edit.test(name)));

  test.each([
    ['$cookie=_ga', ['id', '_ga_x', 'session']],
    ['||a.example^$cookie', []],
    ['||b.example^$cookie', names],
    ['$cookie=/^_ga/', ['id', 'session']],
    ['$cookie=~session,domain=page.example', ['session']],
    ['$cookie=/^_ga/\n@@||a.example^$cookie=_ga', ['id', '_ga', 'session']],
    ['$cookie=/^_ga/\n@@||a.example^$cookie=/_x$/', ['id', '_ga_x', 'session']],
    ['$cookie=_ga\n$cookie=id\n@@||a.example^$cookie', names],
    ['$cookie=_ga,third-party', ['id', '_ga_x', 'session']],
    ['$cookie=_ga,first-party', names],
  ])('%j keeps %j', async (list, left) => {
    const found = await edits(list, 'https://a.example/', 'image');
    expect(kept(found, 'requestCookie')).toEqual(left);
    expect(kept(found, 'responseCookie')).toEqual(left);
  });

  test.each([
    ['||a.example^$removeheader=etag', 'responseHeader', 'etag'],
    ['||a.example^$removeheader=request:Referer', 'requestHeader', 'referer'],
  ] as const)('%s', async (list, kind, name) => {
    const [edit, ...others] = await edits(list, 'https://a.example/', 'image');
    expect(others).toEqual([]);
    expect(edit?.kind).toBe(kind);
    expect(edit?.kind === kind && [edit.test(name), edit.test('x-other')]).toEqual([true, false]);
    expect(
      await edits(`${list}\n@@||a.example^$removeheader`, 'https://a.example/', 'image'),
    ).toHaveLength(kind === 'responseHeader' ? 0 : 1);
  });

  test('hundreds of them are one edit of each kind, the same when asked again', async () => {
    const list = Array.from({ length: 500 }, (_, i) => `$cookie=c${i}`).join('\n');
    const rules = await ruleSet(`${list}\n$cookie=/^d\\d/\n@@||b.example^$cookie=c7`);
    const request = requestOf('https://a.example/', 'image');
    const found = rules.match(request, null).edits;
    expect(found.map(({ kind }) => kind)).toEqual(['requestCookie', 'responseCookie']);
    expect(rules.match(request, null).edits).toBe(found);
    const [edit] = found;
    const taken = (name: string) => edit?.kind === 'requestCookie' && edit.test(name);
    expect(['c7', 'c499', 'd1', 'c500', 'C7'].map(taken)).toEqual([true, true, true, false, false]);
    const ruleFor = edit !== undefined && 'ruleFor' in edit ? edit.ruleFor : undefined;
    expect(ruleFor?.('c7', 'c7')?.line).toBe(8);
    expect(ruleFor?.('d1', 'd1')?.text).toBe('$cookie=/^d\\d/');
    expect(ruleFor?.('e', 'e')).toBeNull();
    // Where an exception keeps one, the others go.
    const [other] = rules.match(requestOf('https://b.example/', 'image'), null).edits;
    const alsoTaken = (name: string) => other?.kind === 'requestCookie' && other.test(name);
    expect(['c7', 'c8'].map(alsoTaken)).toEqual([false, true]);
  });
});
