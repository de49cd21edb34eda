import { describe, expect, test } from 'vitest';
import { ANY_TYPE, type ResourceType, typeBit } from '../../../src/model/request.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { type Asked, requestOf, ruleSet, verdictOf } from '../../support/rule-set.ts';

async function verdict(
  lists: string | Readonly<Record<string, string>>,
  url: string,
  type: ResourceType = 'script',
  asked: Asked = {},
): Promise<string> {
  return verdictOf((await ruleSet(lists)).match(requestOf(url, type, asked), null));
}

async function blocks(list: string, url: string, type: ResourceType = 'script', asked: Asked = {}) {
  return (await verdict(list, url, type, asked)) !== 'pass';
}

describe('patterns', () => {
  test.each([
    ['||ads.example^', 'https://ads.example/', true],
    ['||ads.example^', 'https://px.ads.example/a', true],
    ['||ads.example^', 'https://ads.example:8443/a', true],
    ['||ads.example^', 'https://myads.example/', false],
    ['||ads.example^', 'https://ads.example.org/', false],
    ['||ads.example^', 'https://other.example/ads.example/', false],
    ['||example^', 'https://ads.example/', true],
    ['||ads.ex', 'https://ads.example/', true],
    ['||ads.example/a', 'https://ads.example/ab', true],
    ['||ads.example/a', 'https://px.ads.example/ab', true],
    ['||ads.example/a', 'https://ads.example:8443/ab', false],
    ['||ads.example/a', 'https://other.example/?u=https://ads.example/a', false],
    ['||ads.example^a', 'https://ads.example/a', true],
    ['||ads.example^|', 'https://ads.example/', true],
    ['||ads.example^|', 'https://ads.example/a', false],
    ['||ads.*/pixel', 'https://ads.example/pixel', true],
    ['||ads.*/pixel', 'https://noads.example/pixel', false],
    ['||1.2.3.4^', 'http://1.2.3.4/', true],
    ['||3.4^', 'http://1.2.3.5/', false],
    ['||[2001:db8::1]^', 'http://[2001:db8::1]/', true],
    ['|https://a.example/', 'https://a.example/b', true],
    ['|https://a.example/', 'https://b.example/?https://a.example/', false],
    ['/x.gif|', 'https://a.example/x.gif', true],
    ['/x.gif|', 'https://a.example/x.gif?1', false],
    ['|https://a.example/x|', 'https://a.example/x', true],
    ['^x^', 'https://a.example/x', true],
    ['^x^', 'https://a.example/?x=1', true],
    ['^x^', 'https://a.example/x-1', false],
    ['^x^', 'https://a.example/x%201', false],
    ['/a/*/b', 'https://a.example/a/c/b', true],
    ['/a/*/b', 'https://a.example/a/b', false],
    ['/a*b', 'https://a.example/ab', true],
    ['a*bb*c|', 'https://a.example/abbbc', true],
    ['/*.js?', 'https://a.example/q/x.js?1', true],
    ['ADS/Banner', 'https://a.example/ads/banner', true],
    ['/ads/banner', 'https://a.example/ADS/BANNER', true],
    ['/Ads/x$match-case', 'https://a.example/Ads/x', true],
    ['/Ads/x$match-case', 'https://a.example/ads/x', false],
    ['/^https:\\/\\/a\\.example\\/[0-9]{3}$/', 'https://a.example/123', true],
    ['/^https:\\/\\/a\\.example\\/[0-9]{3}$/', 'https://a.example/1234', false],
    ['/A[0-9]/', 'https://a.example/a1', true],
    ['/A[0-9]/$match-case', 'https://a.example/a1', false],
    ['468x60.gif', 'https://a.example/i/468x60.gif?x', true],
    ['aa.agkn.com$image', 'https://aa.agkn.com/x', false],
    ['&ad_id=', 'https://a.example/?x=1&ad_id=2', true],
    ['%2Fpixel%2F', 'https://a.example/?u=%2Fpixel%2F1', true],
    ['sendpul.se*image', 'https://a.example/xsendpul.sex/imagex', true],
    ['sendpul.se*image', 'https://a.example/imagesendpul.se', false],
    ['-ad.', 'https://a.example/x-ad.js', true],
  ])('%s on %s: %s', async (rule, url, expected) => {
    expect(await blocks(rule, url)).toBe(expected);
  });

  test('what stands behind the first 4096 characters is not looked at', async () => {
    const pad = 'x'.repeat(5_000);
    expect(await blocks('/pixel?', `https://a.example/pixel?${pad}`)).toBe(true);
    expect(await blocks('/pixel?', `https://a.example/${pad}/pixel?`)).toBe(false);
    expect(await blocks('x|', `https://a.example/${pad}`)).toBe(false);
  });
});

describe('types', () => {
  test.each<[string, ResourceType, boolean]>([
    ['||a.example^$script', 'script', true],
    ['||a.example^$script', 'image', false],
    ['||a.example^$~script', 'image', true],
    ['||a.example^$~script', 'script', false],
    ['||a.example^$css', 'stylesheet', true],
    ['||a.example^$frame', 'subdocument', true],
    ['||a.example^$xmlhttprequest', 'xhr', true],
    ['||a.example^$xhr,beacon', 'ping', true],
    ['||a.example^$popup,script', 'script', true],
    ['||a.example^$popup,script', 'document', false],
    ['||a.example^', 'document', false],
    ['||a.example^', 'other', true],
    ['||a.example^', 'websocket', true],
    ['||a.example^$document', 'document', true],
    ['||a.example^$doc', 'script', false],
    ['||a.example^$all', 'document', true],
    ['||a.example^$all', 'font', true],
    ['||a.example^$~script', 'document', false],
    ['0.0.0.0 a.example', 'script', true],
    ['0.0.0.0 a.example', 'document', false],
  ])('%s on a %s: %s', async (rule, type, expected) => {
    expect(await blocks(rule, 'https://a.example/x', type)).toBe(expected);
  });

  test('a request of several possible types matches where the sets meet', async () => {
    const types = typeBit('image') | typeBit('xhr');
    expect(await blocks('||a.example^$image', 'https://a.example/', 'xhr', { types })).toBe(true);
    expect(await blocks('||a.example^$script', 'https://a.example/', 'xhr', { types })).toBe(false);
    expect(
      await blocks('||a.example^', 'https://a.example/', 'document', { types: ANY_TYPE }),
    ).toBe(true);
  });
});

describe('party', () => {
  const first = { from: 'https://www.a.example/' };
  const nobody = { from: null };
  test.each([
    ['||a.example^$third-party', {}, true],
    ['||a.example^$third-party', first, false],
    ['||a.example^$third-party', nobody, true],
    ['||a.example^$3p,script', nobody, true],
    ['||a.example/x$third-party', nobody, false],
    ['/x$third-party', nobody, false],
    ['||a.example^$first-party', {}, false],
    ['||a.example^$1p', first, true],
    ['||a.example^$~third-party', first, true],
    ['||a.example^$~third-party', nobody, false],
    ['||a.example^$~1p', {}, true],
    ['||a.example^$1p,3p', nobody, true],
  ])('%s asked by %j: %s', async (rule, asked, expected) => {
    expect(await blocks(rule, 'https://a.example/x', 'script', asked)).toBe(expected);
  });

  test('an exception limited to a party holds where the party is not known', async () => {
    const lists = '||a.example^\n@@||a.example/x$~third-party';
    expect(await verdict(lists, 'https://a.example/x', 'script', nobody)).toContain('except');
  });
});

describe('pages and hosts', () => {
  const on = (page: string) => ({ from: `https://${page}/` });
  test.each([
    ['/x$domain=a.example', on('a.example'), true],
    ['/x$domain=a.example', on('www.a.example'), true],
    ['/x$domain=a.example', on('ba.example'), false],
    ['/x$from=a.example|b.example', on('b.example'), true],
    ['/x$domain=~a.example', on('a.example'), false],
    ['/x$domain=~a.example', on('b.example'), true],
    ['/x$domain=~a.example', { from: null }, true],
    ['/x$domain=a.example', { from: null }, false],
    ['/x$domain=a.example|~www.a.example', on('www.a.example'), false],
    ['/x$domain=a.example|~www.a.example', on('shop.a.example'), true],
    ['/x$domain=~a.example|www.a.example', on('www.a.example'), true],
    ['*$script,domain=a.example', on('a.example'), true],
    ['*$script,domain=a.example', on('b.example'), false],
    ['/x$domain=google.*', on('www.google.co.uk'), true],
    ['/x$domain=google.*', on('google.evil.example'), false],
    ['/x$domain=www.google.*', on('mail.google.com'), false],
    ['/x$domain=~google.*', on('google.de'), false],
    ['/x$domain=/^a\\d+\\.example$/', on('a12.example'), true],
    ['/x$domain=/^a\\d+\\.example$/', on('b12.example'), false],
    ['/x$domain=/^a/|~ab.example', on('ab.example'), false],
    ['/x$domain=com', on('shop.com'), true],
    ['/x$to=cdn.example', on('a.example'), true],
    ['/x$to=other.example', on('a.example'), false],
    ['/x$to=~cdn.example', on('a.example'), false],
    ['/x$to=site.com', on('site.com'), false],
    ['*$script,domain=a.example,denyallow=cdn.example', on('a.example'), false],
    ['*$script,domain=a.example,denyallow=other.example', on('a.example'), true],
  ])('%s asked by %j: %s', async (rule, asked, expected) => {
    expect(await blocks(rule, 'https://px.cdn.example/x', 'script', asked)).toBe(expected);
  });

  test.each([
    ['/x$method=get', 'GET', true],
    ['/x$method=post|put', 'GET', false],
    ['/x$method=~get', 'GET', false],
    ['/x$method=~post', 'GET', true],
    ['/x$method=get', 'PROPFIND', false],
  ])('%s asked by %s: %s', async (rule, method, expected) => {
    expect(await blocks(rule, 'https://a.example/x', 'xhr', { method })).toBe(expected);
  });

  test('a main document is its own page', async () => {
    const list = '$document,domain=a.example';
    expect(await blocks(list, 'https://a.example/', 'document', { from: null })).toBe(true);
    expect(await blocks(list, 'https://a.example/', 'document')).toBe(true);
    expect(await blocks(list, 'https://b.example/', 'document', { from: null })).toBe(false);
  });
});

describe('which rule wins', () => {
  const url = 'https://ads.example/x';
  test.each([
    ['||ads.example^', 'block ||ads.example^'],
    ['||ads.example^\n@@/x', 'except @@/x'],
    ['@@/x', 'pass'],
    ['||ads.example^$important\n@@/x', 'important ||ads.example^$important'],
    ['||ads.example^$important\n@@/x$important', 'except @@/x$important'],
    ['||ads.example^\n@@/x$important', 'except @@/x$important'],
    ['||ads.example^\n||ads.example^$badfilter', 'pass'],
    ['||ads.example^$script,third-party\n||ads.example^$3p,script,badfilter', 'pass'],
    ['||ads.example^$script\n||ads.example^$badfilter', 'block ||ads.example^$script'],
    ['||ads.example^\n@@||page.example^$document', 'except @@||page.example^$document'],
    ['||ads.example^\n@@||other.example^$document', 'block ||ads.example^'],
    ['||ads.example^\n@@||ads.example^$elemhide', 'block ||ads.example^'],
  ])('%j: %s', async (list, expected) => {
    expect(await verdict(list, url)).toBe(expected);
  });

  test.each([
    [
      { 'my-rules.txt': '@@||ads.example^', 'list.txt': '||ads.example^$important' },
      'own allow @@||ads.example^',
    ],
    [
      { 'my-rules.txt': '||ads.example^', 'list.txt': '@@||ads.example^' },
      'important ||ads.example^',
    ],
    [
      { 'my-rules.txt': '||ads.example^', 'list.txt': '@@||ads.example^$important' },
      'important ||ads.example^',
    ],
    [{ 'my-rules.txt': '||ads.example^$badfilter', 'list.txt': '||ads.example^' }, 'pass'],
    [
      { 'my-rules.txt': '@@||ads.example^$domain=page.example', 'list.txt': '||ads.example^' },
      'own allow @@||ads.example^$domain=page.example',
    ],
    [
      { 'my-rules.txt': '@@||ads.example^$domain=other.example', 'list.txt': '||ads.example^' },
      'block ||ads.example^',
    ],
  ])('%j: %s', async (lists, expected) => {
    expect(await verdict(lists, url)).toBe(expected);
  });

  test('a person blocks and allows whole pages without saying so', async () => {
    expect(await verdict({ 'my-rules.txt': '||ads.example^' }, url, 'document')).toContain(
      'important',
    );
    expect(await verdict({ 'my-rules.txt': '@@||ads.example^' }, url, 'document')).toContain(
      'own allow',
    );
    expect(await verdict({ 'list.txt': '||ads.example^' }, url, 'document')).toBe('pass');
  });

  test('an exception tells what it undid, and a person still sees what would have been', async () => {
    const rules = await ruleSet({
      'my-rules.txt': '@@/x',
      'list.txt': '||ads.example^\n@@/x$script',
    });
    const matches = rules.match(requestOf(url), null);
    expect(matches.block?.text).toBe('||ads.example^');
    expect(matches.exception?.text).toBe('@@/x$script');
    expect(matches.personalAllow).toMatchObject({ list: 'my-rules.txt', line: 1, personal: true });
  });

  test('a rule is told with its list, its line and its text', async () => {
    const rules = await ruleSet({
      'a.txt': '! remark\n||other.example^\n',
      'b.txt': '! remark\r\n\r\n  ||ads.example^$script  \r\n',
    });
    expect(rules.match(requestOf(url), null).block).toEqual({
      list: 'b.txt',
      line: 3,
      text: '||ads.example^$script',
      action: 'block',
      title: null,
      tracker: null,
      personal: false,
    });
  });

  test('a redirect is a block that is answered', async () => {
    const rules = await ruleSet('||ads.example^$script,redirect=noopjs');
    expect(rules.match(requestOf(url), null).block?.action).toBe('stub');
  });

  test('$log only looks, at pages too', async () => {
    const rules = await ruleSet({ 'list.txt': '||ads.example^$log', 'my-rules.txt': '/x$log' });
    const matches = rules.match(requestOf(url, 'document'), null);
    expect(verdictOf(matches)).toBe('pass');
    expect(matches.logs.map(({ text, action }) => [text, action])).toEqual([
      ['/x$log', 'log'],
      ['||ads.example^$log', 'log'],
    ]);
  });
});

describe('signatures beside lists', () => {
  const pixel = `
signatures:
  - id: pixel
    title: A pixel
    action: block
    when:
      query: { ev: true }
  - id: clean
    title: Cleaned
    action: strip
    when:
      query: { x: true }
    strip: { query: [x] }
`;
  test('a signature is told before a line, and a list can except it', async () => {
    const url = 'https://ads.example/p?ev=1&x=2';
    const both = await ruleSet({ 'a.yaml': pixel, 'list.txt': '||ads.example^' });
    expect(verdictOf(both.match(requestOf(url), null))).toBe('block pixel');
    const excepted = await ruleSet({ 'a.yaml': pixel, 'list.txt': '@@||ads.example^' });
    expect(verdictOf(excepted.match(requestOf(url), null))).toBe('except @@||ads.example^');
    expect(excepted.match(requestOf(url), null).edits).toHaveLength(1);
    const own = await ruleSet({ 'a.yaml': pixel, 'my-rules.txt': '@@||ads.example^' });
    expect(own.match(requestOf(url), null).edits).toEqual([]);
    expect(own.size).toBe(3);
  });
});

describe('by name alone', () => {
  test.each([
    ['||ads.example^', '||ads.example^'],
    ['ads.example', 'ads.example'],
    ['0.0.0.0 ads.example', '0.0.0.0 ads.example'],
    ['||example^', '||example^'],
    ['||ads.example^$all', '||ads.example^$all'],
    ['||ads.example^$important', '||ads.example^$important'],
    ['||ads.example^$script', null],
    ['||ads.example^$third-party', null],
    ['||ads.example^$domain=a.example', null],
    ['||ads.example^$~document', '||ads.example^$~document'],
    ['||ads.example/x', null],
    ['||ads.example^\n@@||px.ads.example^', null],
    ['||ads.example^\n@@||px.ads.example^$script', '||ads.example^'],
    ['||ads.example^\n@@||px.ads.example/x', '||ads.example^'],
    ['||ads.example^$important\n@@||ads.example^', '||ads.example^$important'],
    ['||ads.example^$important\n@@||ads.example^$important', null],
    ['||ads.example^$removeparam=x', null],
  ])('%j: %s', async (list, expected) => {
    const rules = await ruleSet(list);
    expect(rules.matchHost('px.ads.example' as Hostname)?.text ?? null).toBe(expected);
  });

  test('a person has the last word', async () => {
    const name = 'ads.example' as Hostname;
    const allow = await ruleSet({
      'my-rules.txt': '@@||ads.example^',
      'list.txt': '||ads.example^$important',
    });
    expect(allow.matchHost(name)).toBeNull();
    const block = await ruleSet({
      'my-rules.txt': '||ads.example^',
      'list.txt': '@@||ads.example^',
    });
    expect(block.matchHost(name)).toMatchObject({ list: 'my-rules.txt', personal: true });
  });
});

describe('what other engines were seen to do wrong', () => {
  const url = 'https://t.example.com/x.woff?y';
  test.each<[string, string, ResourceType, Asked, boolean]>([
    [
      'a popup rule blocks fonts',
      '|http*://*?$popup,third-party,domain=site.com',
      'font',
      { from: 'https://site.com/' },
      false,
    ],
    [
      '`to` is read as the page',
      '*$script,to=site.com',
      'script',
      { from: 'https://site.com/' },
      false,
    ],
    [
      '`from` is not understood',
      '/x.woff$from=site.com',
      'font',
      { from: 'https://site.com/' },
      true,
    ],
    [
      '`domain=/re/` never matches',
      '/x.woff$domain=/^s.te\\.com$/',
      'font',
      { from: 'https://site.com/' },
      true,
    ],
    ['`method` never matches', '/x.woff$method=get', 'font', {}, true],
    ['a host blocks whole pages', '||t.example.com^', 'document', {}, false],
    [
      'siblings are third parties',
      '||t.example.com^$third-party',
      'font',
      { from: 'https://www.example.com/' },
      false,
    ],
    [
      'a redirect without a body is dropped',
      '||t.example.com^$font,redirect=unknown.js',
      'font',
      {},
      true,
    ],
    ['an unknown option is left out', '||t.example.com^$jsonprune=x', 'font', {}, false],
    ['`to` never matches', '/x.woff$to=example.com', 'font', {}, true],
    ['`header` is left out', '||t.example.com^$header=server', 'font', {}, false],
    ['`method` takes three methods only', '/x.woff$method=put', 'font', { method: 'PUT' }, true],
    [
      '`strict1p` is taken for first-party',
      '/x.woff$strict1p',
      'font',
      { from: 'https://www.example.com/' },
      false,
    ],
    [
      '`strict3p` is taken for third-party',
      '/x.woff$strict3p',
      'font',
      { from: 'https://www.example.com/' },
      true,
    ],
    ['`popup` is left out', '||t.example.com^$popup', 'document', {}, false],
    ['hosts lines are not understood', '0.0.0.0 t.example.com', 'font', {}, true],
    ['nobody asks: a tracker is first-party', '||t.example.com^$3p', 'font', { from: null }, true],
    ['nobody asks: a path is third-party', '/x.woff$3p', 'font', { from: null }, false],
    ['nobody asks: all are first-party', '/x.woff$1p', 'font', { from: null }, false],
    ...['app=x', 'ipaddress=1.2.3.4', 'dnsrewrite=1.2.3.4', 'dnstype=A', 'hls=/x/', 'network'].map(
      (option): [string, string, ResourceType, Asked, boolean] => [
        'what cannot be done is a block',
        `||t.example.com^$${option}`,
        'font',
        {},
        false,
      ],
    ),
    ...[
      'referrerpolicy=origin',
      'jsonprune=\\$.a',
      'replace=/a/b/',
      'cookie=a',
      'csp=font-src *',
    ].map((option): [string, string, ResourceType, Asked, boolean] => [
      'an edit is a block',
      `||t.example.com^$${option}`,
      'font',
      {},
      false,
    ]),
  ])('%s', async (_what, rule, type, asked, expected) => {
    expect(await blocks(rule, url, type, asked)).toBe(expected);
  });

  test('`header` never matches', async () => {
    const rules = await ruleSet('||t.example.com^$header=server');
    const response = { status: 200, headers: ['Server', 'x'] };
    const matches = rules.match(requestOf(url, 'font'), null, response);
    expect(verdictOf(matches)).toBe('block ||t.example.com^$header=server');
  });

  test('rules are told fused, or by a text that nobody wrote', async () => {
    const rules = await ruleSet('/y.woff\n/x.woff  \n/x.woff?');
    const { block } = rules.match(requestOf(url, 'font'), null);
    expect(block).toMatchObject({ list: 'list.txt', line: 2, text: '/x.woff' });
  });

  test('the last answer is remembered after the rules have changed', async () => {
    const request = requestOf(url, 'font');
    const before = await ruleSet('/x.woff');
    expect(verdictOf(before.match(request, null))).toBe('block /x.woff');
    expect(verdictOf((await ruleSet('/y.woff')).match(request, null))).toBe('pass');
  });
});

describe('a signature that allows', () => {
  const signatures = (when: string, more = '') =>
    `signatures:\n  - { id: s, action: allow, when: ${when}${more} }\n`;
  const asked = (yaml: string, list: string) =>
    verdict({ 's.yaml': yaml, 'list.txt': list }, 'https://px.ads.example/a.js?x=1');

  test.each([
    ['||ads.example^', '{ host: .ads.example }', 'except s'],
    ['||ads.example^', '{ host: .other.example }', 'block ||ads.example^'],
    ['||ads.example^', '{ query: { x: 1 } }', 'except s'],
    ['||ads.example^$important', '{ host: .ads.example }', 'important ||ads.example^$important'],
    ['||other.example^', '{ host: .ads.example }', 'pass'],
    // Exceptions of lists are named first.
    ['||ads.example^\n@@||ads.example^', '{ host: .ads.example }', 'except @@||ads.example^'],
  ])('%s and %s', async (list, when, expected) => {
    expect(await asked(signatures(when), list)).toBe(expected);
  });

  test('undoes no block of a person', async () => {
    const lists = {
      's.yaml': signatures('{ host: .ads.example }'),
      'my-rules.txt': '||ads.example^',
    };
    expect(await verdict(lists, 'https://ads.example/')).toBe('important ||ads.example^');
  });

  test.each([
    ['{ host: .ads.example }', '', null],
    ['[{ host: b.example }, { host: px.ads.example }]', '', null],
    ['{ host: ads.example }', '', '||ads.example^'],
    // Not whatever is asked of it.
    ['{ host: .ads.example, path: /x }', '', '||ads.example^'],
    ['{ host: .ads.example, type: script }', '', '||ads.example^'],
    ['{ host: .ads.example }', ', unless: { path: /x }', '||ads.example^'],
    ['{ host: .ads.example }', ', enabled: false', '||ads.example^'],
  ])('a host blocked by name, and %s%s', async (when, more, expected) => {
    const rules = await ruleSet({
      's.yaml': signatures(when, more),
      'list.txt': '||ads.example^',
    });
    expect(rules.matchHost('px.ads.example' as Hostname)?.text ?? null).toBe(expected);
  });
});

describe('what is learnt and rewritten', () => {
  const signatures = `signatures:
  - { id: learn, action: log, learn: meta-gateways, when: { host: .ads.example } }
  - id: rewrite
    action: rewrite
    rewrite: meta-defuse-config
    when: { host: .ads.example }
    strip: { query: x, setCookies: c }
`;
  const URL = 'https://px.ads.example/a.js?x=1';
  const found = async (lists: Readonly<Record<string, string>>) => {
    const rules = await ruleSet({ 's.yaml': signatures, ...lists });
    const { edits, logs } = rules.match(requestOf(URL), null);
    return [edits.map(({ kind }) => kind), logs.map(({ text }) => text)];
  };

  test('both are edits, and the log is one too', async () => {
    expect(await found({})).toEqual([['learn', 'query', 'responseCookie', 'rewriter'], ['learn']]);
  });

  test('what knows a file sees it before the texts of lists are replaced', async () => {
    const kinds = ['learn', 'query', 'responseCookie', 'rewriter', 'body'];
    expect(await found({ 'list.txt': '||ads.example^$replace=/a/b/' })).toEqual([kinds, ['learn']]);
  });

  test('a person who allows it allows no change, and reading is none', async () => {
    expect(await found({ 'my-rules.txt': '@@||ads.example^' })).toEqual([['learn'], ['learn']]);
  });
});
