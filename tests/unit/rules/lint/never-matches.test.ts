import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { isSuffix, whyNeverMatches } from '../../../../src/rules/lint/never-matches.ts';
import { domainOf } from '../../../support/rule-set.ts';

const site = (host: string) => domainOf(host as never);

function why(text: string): string | null {
  const parsed = parseLine(text);
  if (parsed.kind !== 'filters') throw new Error(`"${text}" is no filter`);
  const [filter] = parsed.filters;
  return filter === undefined ? null : whyNeverMatches(filter, site);
}

describe('never', () => {
  test.each([
    ['|a.example^', '"||" stands for the beginning of a host'],
    ['|ftp://a.example/', 'an address begins with its scheme'],
    ['/page#part', 'what follows a "#"'],
    ['||a..example^', '"a..example" is no hostname'],
    ['||300.1.1.1^', '"300.1.1.1" is no hostname'],
    ['||1.2.3^', '"1.2.0.3"'],
    [`||${'a'.repeat(64)}.example^`, 'longer than 63'],
    ['||A.example/x$match-case', 'small letters'],
    ['||a.example^$to=b.example', '"a.example" of the pattern is not among'],
    ['||a.example^$to=~a.example', 'excluded by "a.example"'],
    ['||b.a.example^$denyallow=a.example', 'excluded by "a.example"'],
    ['||a.example^$third-party,domain=www.a.example', 'never third-party'],
    ['||a.example^$~third-party,domain=b.example', 'never first-party'],
    ['||a.example^$strict1p,third-party', 'never third-party'],
    ['||a.example^$strict1p,domain=b.example', 'other hosts'],
  ])('%s', (text, reason) => {
    expect(why(text)).toContain(reason);
  });
});

describe('perhaps', () => {
  test.each([
    '|https://a.example/',
    '|http',
    '|http*://a.example/',
    '|wss://a.example',
    '|*://a.example/',
    '||a.lan^',
    '||[::1]^',
    '||192.168.1.1^',
    '||ads.',
    '||a.example:8080^',
    '||A.Example^$match-case',
    '||a.example^$domain=b.example|~b.example',
    '||a.example^$to=a.example|~a.example',
    '||a.example^$domain=a.example|~b.a.example',
    '||a.example^$domain=b.a.example|~a.example',
    '||a.example^$to=b.a.example',
    '||a.example^$to=~b.a.example',
    '||a.example^$to=b.a.example|~a.example',
    '||a.example^$to=a.*',
    '||a.example^$third-party,domain=a.example|b.example',
    '||a.example^$third-party,document,domain=a.example',
    '||github.io^$third-party,domain=x.github.io',
    '||a.example^$~third-party,domain=b.a.example',
    '||a.example^$strict1p,domain=b.a.example',
    '/x/$third-party,domain=a.example',
    '/regex#/$script',
    '@@||a.example^$document,to=b.example',
  ])('%s', (text) => {
    expect(why(text)).toBeNull();
  });
});

test.each([
  ['com', true],
  ['co.uk', true],
  ['github.io', true],
  ['lan', true],
  ['a.example', false],
  ['a.co.uk', false],
  ['x.github.io', false],
  ['192.168.1.1', false],
  ['::1', false],
])('%s is a suffix: %s', (host, expected) => {
  expect(isSuffix(host, site)).toBe(expected);
});
