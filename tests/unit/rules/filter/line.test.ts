import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../../src/rules/filter/line.ts';

function reasonOf(text: string): string {
  const line = parseLine(text);
  return line.kind === 'problem' ? `${line.severity}: ${line.reason}` : line.kind;
}

function patternOf(text: string): unknown {
  const line = parseLine(text);
  if (line.kind !== 'filters') return reasonOf(text);
  const [{ pattern } = { pattern: null }] = line.filters;
  return pattern;
}

describe('lines that are no rules', () => {
  test.each([
    [''],
    ['   '],
    ['! a remark'],
    ['!'],
    ['# a remark of a hosts file'],
    ['#'],
    ['####################'],
    ['#nospace'],
    ['[Adblock Plus 2.0]'],
    ['[uBlock Origin]'],
    ['0.0.0.0 localhost'],
    ['127.0.0.1 localhost localhost.localdomain'],
    ['::1 ip6-localhost'],
  ])('%j is a comment', (text) => {
    expect(parseLine(text).kind).toBe('comment');
  });

  test.each([
    ['example.com##.ad'],
    ['###banner'],
    ['##.ad'],
    ['example.com,~a.example#@#.ad'],
    ['example.com#?#div:has(> .ad)'],
    ['example.com#$#body { overflow: auto !important; }'],
    ['example.com#%#//scriptlet("abort", "x")'],
    ['example.com#@%#x'],
    ['example.com#$?#div { remove: true; }'],
    ['example.com##+js(aopr, foo)'],
    ['example.com##^script:has-text(ad)'],
    ['example.com$$script[data-src="x"]'],
    ['example.com$@$div[id="x"]'],
    ['[$app=x]example.com##.ad'],
    ['*##.ad'],
  ])('%j is ineffective', (text) => {
    expect(reasonOf(text)).toMatch(/^ineffective: it hides or changes elements/);
  });

  test.each([
    ['!#if env_firefox', 'if env_firefox'],
    ['!#endif', 'endif'],
    ['!#include other.txt', 'include other.txt'],
  ])('%j is a directive', (text, directive) => {
    expect(parseLine(text)).toEqual({ kind: 'directive', text: directive });
  });
});

describe('what is wrong is told', () => {
  test.each([
    ['||x.example^$foo', 'error: unknown option "foo"'],
    ['||x.example^$scirpt', 'error: unknown option "scirpt", did you mean "script"?'],
    ['||x.example^$third-pary', 'error: unknown option "third-pary", did you mean "third-party"?'],
    [
      '||x.example^$app=x',
      'ineffective: option "app" has no effect here: a proxy does not see which program',
    ],
    ['||x.example^$script=1', 'error: option "script" takes no value'],
    ['||x.example^$~important', 'error: option "important" cannot be negated'],
    [
      '||x.example^$domain=a b',
      'error: option "domain": "a b" is no hostname or usable regular expression',
    ],
    ['||x.example^$method=fetch', 'error: unknown method "fetch"'],
    ['||x.example^$script,~script', 'error: its types exclude each other'],
    ['||x.example^$method=get|~get', 'error: its methods exclude each other'],
    [
      '||x.example^$denyallow=~a.example',
      'error: option "denyallow" takes plain names only, not "~a.example"',
    ],
    ['||x.example^$cookie=a;maxAge=x', 'error: option "cookie": "x" is no number of seconds'],
    [
      '||x.example^$removeheader=content-type',
      'error: option "removeheader": removing the header "content-type" is unsafe',
    ],
    [
      '||x.example^$removeheader=request:origin',
      'error: option "removeheader": removing the header "origin" is unsafe',
    ],
    ['||x.example^$removeparam=/(/', 'error: option "removeparam": /(/ is no regular expression'],
    ['||x.example^$removeparam=~', 'error: option "removeparam": a name is missing after "~"'],
    ['||x.example^$removeparam=a,cookie=b', 'error: a rule can change one kind of thing only'],
    ['*', 'error: "*" would block everything'],
    ['|*', 'error: "|*" would block everything'],
    ['a', 'error: "a" would match nearly everything'],
    ['two words', 'error: "two words" has a space in it, which no URL has'],
    ['/(a+)+$/', 'error: /(a+)+$/ could take too long to match'],
    ['/[/', 'error: /[// is no regular expression'.replace('//', '/')],
    ['@@||x.example^$log', 'error: "log" has no exceptions'],
    [
      '||x.example^$popup',
      'ineffective: option "popup" has no effect here: a proxy does not see which window a page opens in',
    ],
    [
      '||x.example^$popup,third-party',
      'ineffective: option "popup" has no effect here: a proxy does not see which window a page opens in',
    ],
    [
      '@@||x.example^$generichide',
      'ineffective: option "generichide" has no effect here: elements of a page are not hidden here',
    ],
    [
      '||x.example^$redirect-rule=nopjs',
      'ineffective: there is no stand-in "nopjs", did you mean "noopjs"?; what other rules block',
    ],
    ['||x.example^$redirect', 'error: "||x.example^$redirect" does not say what with'],
    ['||x.example^$redirect-rule', 'error: "||x.example^$redirect-rule" does not say what with'],
    ['||x.example^$csp', 'error: "||x.example^$csp" does not say what with'],
    ['||x.example^$stub=nopjs', 'error: there is no stand-in "nopjs", did you mean "noopjs"?'],
    ['||x.example^$rewrite=noopjs', 'error: option "rewrite" takes "abp-resource:" and a name'],
    ['||x.example^$redirect=a,stub=noopjs', 'error: a rule can have one stand-in only'],
    ['||x.example^$empty=1', 'error: option "empty" takes no value'],
    [`||x.example^$csp=${'a'.repeat(8001)}`, 'error: option "csp": a value of 8001 characters'],
    ['||x.example^$~csp=x', 'error: option "csp" cannot be negated'],
    [
      '||x.example^$script,csp=sandbox',
      'ineffective: a policy is for pages and frames, not for what they load',
    ],
    ['||x.example^$script,urlskip=?u', 'ineffective: only a page that is opened can be left out'],
  ])('%j: %s', (text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });
});

describe('patterns', () => {
  const host = (text: string) => ({ kind: 'host', text, left: 'host', right: false });
  const text = (words: string, left = 'none', right = false) => ({
    kind: 'text',
    text: words,
    left,
    right,
  });
  test.each([
    ['||ads.example^', host('ads.example')],
    ['||ads.example^$third-party', host('ads.example')],
    ['||ads.example^*', host('ads.example')],
    ['||ADS.example^$image', host('ads.example')],
    ['||1.2.3.4^', host('1.2.3.4')],
    ['||[2001:db8::1]^', host('2001:db8::1')],
    ['ads.example', host('ads.example')],
    ['aa.agkn.com$image', host('aa.agkn.com')],
    ['0.0.0.0 ads.example', host('ads.example')],
    ['ads.example # why', host('ads.example')],
    ['||bücher.example^', host('xn--bcher-kva.example')],
    ['468x60.gif', text('468x60.gif')],
    ['468x60.gif|', text('468x60.gif', 'none', true)],
    ['||ads.example', text('ads.example', 'host')],
    ['||ads.example^|', text('ads.example^', 'host', true)],
    ['||ads.example/x', text('ads.example/x', 'host')],
    ['|https://a.example/', text('https://a.example/', 'start')],
    ['/banner/*.gif', text('/banner/*.gif')],
    ['*/banner/***x*', text('/banner/*x')],
    ['/Banner/', { kind: 'regex', text: 'Banner', left: 'none', right: false }],
    ['/Banner/x', text('/banner/x')],
    ['/Banner/x$match-case', text('/Banner/x')],
    ['/caf\u00e9/x', text('/caf%c3%a9/x')],
    ['/price$/x', text('/price$/x')],
    ['$removeparam=a', { kind: 'any', text: '', left: 'none', right: false }],
    ['*$script,domain=a.example', { kind: 'any', text: '', left: 'none', right: false }],
    [
      '/^https?:\\/\\/a$/$script',
      { kind: 'regex', text: '^https?:\\/\\/a$', left: 'none', right: false },
    ],
  ])('%j', (line, pattern) => {
    expect(patternOf(line)).toEqual(pattern);
  });

  test('a hosts-file line can block several names', () => {
    const line = parseLine('127.0.0.1\tone.example two.example localhost # both');
    expect(line.kind === 'filters' && line.filters.map(({ pattern }) => pattern.text)).toEqual([
      'one.example',
      'two.example',
    ]);
  });

  test('a lone $document exception speaks for all that the page asks for', () => {
    const line = parseLine('@@||shop.example^$document');
    expect(line.kind === 'filters' && line.filters[0]?.wholePage).toBe(true);
  });
});

describe('any text at all', () => {
  const alphabet = fc.constantFrom(...'|^*$@#!/\\.,=~-_ []()+?{}a1é\u0000'.split(''));
  const words = fc.constantFrom(
    '||',
    '@@',
    '$',
    'domain=',
    'script',
    'removeparam=',
    'header=',
    'device=',
    'group=',
    'time=21:00-07:00',
    'expires=2026-',
    "'",
    '"',
    '##',
    '/',
    'a.b',
    ',',
    '~',
    '!#if ',
    '0.0.0.0 ',
  );
  test('is read without an error being thrown', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(alphabet, words, fc.string())), (parts) => {
        expect(['comment', 'filters', 'badfilter', 'directive', 'problem']).toContain(
          parseLine(parts.join('')).kind,
        );
      }),
    );
  });

  test.each([
    ['$'.repeat(60_000)],
    [`||a^$domain=${'a.example|'.repeat(6_000)}b.example`],
    [`${'*a'.repeat(30_000)}`],
    [`/${'(a'.repeat(400)}${')'.repeat(400)}/`],
    [`/${'[a-z]*'.repeat(150)}/`],
    [`||a^$removeparam=/${'a|'.repeat(20_000)}b/`],
    ['\\'.repeat(60_000)],
    [`||x$${'domain=/'.repeat(7_000)}`],
    [`/${'/$'.repeat(30_000)}`],
    ['|'.repeat(60_000)],
    [`@@${'~'.repeat(60_000)}`],
    [`x$${',_'.repeat(30_000)}`],
    [`||a^$domain=${'=/'.repeat(30_000)}`],
    [`||a^$device=${'"|'.repeat(30_000)}`],
    [`||a^$device=${"|'".repeat(30_000)}`],
    [`||a^$client=${'\\,'.repeat(30_000)}`],
    [`||a^$device=${'~'.repeat(60_000)}`],
    [`||a^$group=${' '.repeat(30_000)}x${' '.repeat(30_000)}`],
    [`||a^$header=${':/'.repeat(30_000)}`],
    [`||a^$header=x:/${'(a|b)?'.repeat(10_000)}/`],
    [`||a^$time=${'sat|'.repeat(15_000)}sun`],
    [`||a^${'$header=x,'.repeat(6_000)}`],
    [`||a^$${'header=x,'.repeat(7_000)}`],
    [`||a^$${'device=x,'.repeat(7_000)}`],
    [`||a^$urlskip=${'/x '.repeat(20_000)}`],
    [`||a^$urlskip=${'/x/ '.repeat(15_000)},,`],
    [`||a^$urlskip=${'?a '.repeat(20_000)},`],
    [`||a^$urlskip=${'/'.repeat(60_000)} `],
    [`||a^$replace=${'/'.repeat(60_000)}`],
    [`||a^$replace=${'/a'.repeat(30_000)},`],
    [`||a^$replace='/${"'".repeat(60_000)}`],
    [`||a^$urltransform=${'|/a/b/'.repeat(10_000)}x`],
    [`||a^$cookie=${'/a'.repeat(30_000)};`],
    [`||a^$csp=${'script-src a;'.repeat(4_600)}`],
    [`||a^$permissions=${'a=()|'.repeat(12_000)}`],
    [`||a^$jsonprune=${'$..[a]'.repeat(10_000)}`],
    [`||a^$removeheader=${'a'.repeat(60_000)}`],
    [`||a^$redirect=${':1'.repeat(30_000)}`],
    [`||a^$expires=${'1'.repeat(60_000)}`],
  ])('%#: a long line is read at once', (text) => {
    const started = performance.now();
    parseLine(text);
    // A fraction of a millisecond for each kilobyte; what blows up takes minutes.
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test.each([
  ['/a/', 50, 51, 'more than 50 regular expressions'],
  ['a.example', 5000, 5001, 'more than 5000 names'],
])('of %s, one option may have %i', (name, most, tooMany, reason) => {
  const line = (count: number) => `*$script,to=${Array(count).fill(name).join('|')}`;
  expect(parseLine(line(most)).kind).toBe('filters');
  expect(parseLine(line(tooMany))).toMatchObject({
    kind: 'problem',
    reason: expect.stringContaining(reason),
  });
});
