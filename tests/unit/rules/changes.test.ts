import { describe, expect, test } from 'vitest';
import type { ResourceType } from '../../../src/model/request.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { type Asked, requestOf, ruleSet } from '../../support/rule-set.ts';

const PAGE = 'https://a.example/page?u=https%3A%2F%2Fb.example%2F';

/** What an edit does, in a word or two that can be compared. */
function wordsOf(edit: Edit): string {
  switch (edit.kind) {
    case 'addHeader': {
      const { name, value, replaces } = edit.header;
      return `${replaces ? 'set' : 'add'} ${name}: ${value}`;
    }
    case 'body':
      return edit.body.of === 'json'
        ? `json ${edit.body.rewrite('{"a":1,"b":2,"c":3}')}`
        : `text ${edit.body.rewrite('a b c')}`;
    case 'url':
      return `url ${edit.rewrite(PAGE)}`;
    case 'skip':
      return `skip to ${edit.target(PAGE)}`;
    case 'limitCookie': {
      const { test: names, maxAge, sameSite } = edit.limit;
      return `limit ${['id', '_ga'].filter(names)} ${maxAge} ${sameSite}`;
    }
    default:
      return edit.kind;
  }
}

async function changes(
  list: string | Readonly<Record<string, string>>,
  type: ResourceType = 'document',
  asked: Asked = {},
): Promise<readonly string[]> {
  return (await ruleSet(list)).match(requestOf(PAGE, type, asked), null).edits.map(wordsOf);
}

/** One rule of each kind, its value, another value, and what it does. */
const KINDS: readonly (readonly [string, string, string, string])[] = [
  ['csp', 'sandbox', 'frame-src', 'add Content-Security-Policy: sandbox'],
  ['permissions', 'camera=()', 'autoplay=()', 'add Permissions-Policy: camera=()'],
  ['referrerpolicy', 'origin', 'no-referrer', 'set Referrer-Policy: origin'],
  ['replace', '/b/x/', '/c/x/', 'text a x c'],
  ['jsonprune', '\\$.b', '\\$.c', 'json {"a":1,"c":3}'],
  ['urltransform', '/page/x/', '/page/y/', 'url https://a.example/x?u=https%3A%2F%2Fb.example%2F'],
  ['uritransform', '/page/x/', '/page/y/', 'url https://a.example/x?u=https%3A%2F%2Fb.example%2F'],
  ['urlskip', '?u', '?v', 'skip to https://b.example/'],
];

describe.each(KINDS)('$%s=%s', (name, value, other, does) => {
  const rule = `||a.example^$${name}=${value}`;

  test('does what it says, and is called a rewriting', async () => {
    expect(await changes(rule)).toEqual([does]);
    const [edit] = (await ruleSet(rule)).match(requestOf(PAGE, 'document'), null).edits;
    expect(edit?.rule).toMatchObject({ action: 'rewrite', line: 1, text: rule });
  });

  test.each([
    ['||b.example^', '', 1],
    [`@@||a.example^$${name}`, '', 0],
    [`@@||a.example^$${name}=${value}`, '', 0],
    [`@@||a.example^$${name}=${other}`, '', 1],
    [`@@||b.example^$${name}`, '', 1],
    ['@@||a.example^', '', 1],
    [`@@||a.example^$${name}`, ',important', 1],
    [`@@||a.example^$${name},important`, ',important', 0],
    [`||a.example^$${name}=${value},badfilter`, '', 0],
    [`||a.example^$${name}=${other},badfilter`, '', 1],
  ])('beside %s (%j): %i', async (line, more, count) => {
    expect(await changes(`${rule}${more}\n${line}`)).toEqual(count === 0 ? [] : [does]);
  });

  test('a person has the last word', async () => {
    const undone = { 'list.txt': `${rule},important`, 'my-rules.txt': `@@||a.example^$${name}` };
    expect(await changes(undone)).toEqual([]);
    const wanted = { 'list.txt': `@@||a.example^$${name}`, 'my-rules.txt': rule };
    expect(await changes(wanted)).toEqual([does]);
  });
});

describe('what changes are for', () => {
  test.each<[string, readonly ResourceType[]]>([
    ['csp=sandbox', ['document', 'subdocument']],
    ['permissions=camera=()', ['document', 'subdocument']],
    ['referrerpolicy=origin', ['document', 'subdocument']],
    ['replace=/b/x/', ['document', 'subdocument', 'script', 'xhr']],
    ['jsonprune=\\$.b', ['document', 'subdocument', 'script', 'xhr']],
    ['urltransform=/page/x/', ['document']],
    ['uritransform=/page/x/', ['document', 'subdocument', 'script', 'xhr']],
    ['urlskip=?u', ['document']],
    ['csp=sandbox,subdocument', ['subdocument']],
    ['csp=sandbox,~subdocument', ['document']],
    ['replace=/b/x/,script', ['script']],
    ['inline-script', ['document', 'subdocument']],
  ])('$%s: %j', async (options, expected) => {
    const all: readonly ResourceType[] = ['document', 'subdocument', 'script', 'xhr'];
    const rules = await ruleSet(`||a.example^$${options}`);
    const edited = all.filter((type) => rules.match(requestOf(PAGE, type), null).edits.length > 0);
    expect(edited).toEqual(expected);
  });

  test('domain= is the page itself where a page is opened', async () => {
    const rule = '$csp=sandbox,domain=a.example';
    expect(await changes(rule, 'document', { from: null })).toHaveLength(1);
    expect(await changes('$csp=sandbox,domain=b.example', 'document', { from: null })).toEqual([]);
  });

  test('they block nothing', async () => {
    const rules = await ruleSet(KINDS.map(([name, value]) => `*$${name}=${value}`).join('\n'));
    const { block, important, edits } = rules.match(requestOf(PAGE, 'document'), null);
    expect([block, important, edits.length]).toEqual([null, null, KINDS.length]);
  });
});

describe('$inline-script and $inline-font', () => {
  const SCRIPT = "add Content-Security-Policy: script-src 'unsafe-eval' * blob: data:";
  test('are policies', async () => {
    expect(await changes('||a.example^$inline-script')).toEqual([SCRIPT]);
    expect(await changes('||a.example^$inline-font')).toEqual([
      'add Content-Security-Policy: font-src *',
    ]);
    expect(await changes('||a.example^$inline-script,inline-font')).toEqual([
      `${SCRIPT}; font-src *`,
    ]);
    expect(await changes('||a.example^$inline-script\n@@||a.example^$inline-script')).toEqual([]);
    expect(await changes('||a.example^$inline-script\n@@||a.example^$csp')).toEqual([]);
  });

  test('beside a type, the filter blocks that too', async () => {
    const rules = await ruleSet('||a.example^$inline-script,script');
    expect(rules.match(requestOf(PAGE, 'script'), null).block?.text).toContain('inline-script');
    const page = rules.match(requestOf(PAGE, 'document'), null);
    expect([page.block, page.edits.map(wordsOf)]).toEqual([null, [SCRIPT]]);
  });
});

describe('$cookie with limits', () => {
  test.each([
    ['||a.example^$cookie=id;maxAge=3600', ['limit id 3600 null']],
    ['||a.example^$cookie=id;sameSite=lax', ['limit id null Lax']],
    ['$cookie=/^_/;maxAge=1;sameSite=strict', ['limit _ga 1 Strict']],
    ['||a.example^$cookie=id;maxAge=1\n@@||a.example^$cookie=id', []],
    ['||a.example^$cookie=id;maxAge=1\n@@||a.example^$cookie', []],
    ['||a.example^$cookie=id;maxAge=1\n@@||a.example^$cookie=_ga', ['limit id 1 null']],
    ['||a.example^$cookie=;maxAge=1\n@@||a.example^$cookie=_ga', ['limit id 1 null']],
  ])('%j: %j', async (list, expected) => {
    expect(await changes(list)).toEqual(expected);
  });
});

describe('several changes', () => {
  test('each sees what the one before made, in the order of their texts', async () => {
    const list = `
      ||a.example/$replace=/c/d/
      ||a.example/$replace=/b/c/
      ||a.example/$replace=/a b/b/
      ||a.example/$jsonprune=\\$.c
      ||a.example/$jsonprune=\\$.b`;
    const { edits } = (await ruleSet(list)).match(requestOf(PAGE, 'xhr'), null);
    expect(edits.map((edit) => [edit.kind === 'body' && edit.body.of, edit.rule.line])).toEqual([
      ['json', 6],
      ['json', 5],
      ['text', 4],
      ['text', 3],
      ['text', 2],
    ]);
  });

  test('a transformation that searches for nothing searches for the pattern', async () => {
    const list = '/(.*)\\/etacritic\\/(.*)/$xhr,uritransform=//$1\\/metacritic\\/$2/';
    const url = 'https://a.example/x/etacritic/y';
    const [edit] = (await ruleSet(list)).match(requestOf(url, 'xhr'), null).edits;
    expect(edit?.kind === 'url' && edit.rewrite(url)).toBe('https://a.example/x/metacritic/y');
  });
});

describe('important removals', () => {
  test.each([
    ['||a.example^$removeparam=u,important\n@@||a.example^$removeparam', 1],
    ['||a.example^$removeparam=u,important\n@@||a.example^$removeparam,important', 0],
    ['$cookie=id,important\n@@||a.example^$cookie', 2],
    ['$cookie=id,important\n$cookie=_ga\n@@||a.example^$cookie', 2],
    ['$cookie=id,important\n@@||a.example^$cookie=id,important', 2],
  ])('%j: %i edits', async (list, count) => {
    expect(await changes(list)).toHaveLength(count);
  });
});

test('what leads away from the address is told first', async () => {
  const list = KINDS.map(([name, value]) => `||a.example^$${name}=${value}`).join('\n');
  const { edits } = (await ruleSet(`${list}\n||a.example^$removeparam=u`)).match(
    requestOf(PAGE, 'document'),
    null,
  );
  expect(edits.map(({ kind }) => kind)).toEqual([
    ...['skip', 'url', 'url', 'addHeader', 'addHeader', 'addHeader', 'query', 'body', 'body'],
  ]);
});
