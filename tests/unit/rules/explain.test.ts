import { expect, test } from 'vitest';
import type { Rule } from '../../../src/model/rule.ts';
import { explainRule } from '../../../src/rules/explain.ts';

function rule(text: string, more: Partial<Rule> = {}): Rule {
  const base = {
    list: 'list.txt',
    line: 1,
    action: 'block',
    title: null,
    tracker: null,
    personal: false,
  } as const;
  return { ...base, text, ...more };
}

test.each([
  ['||ads.example^', 'Blocks requests to ads.example and its sub-domains.'],
  ['0.0.0.0 ads.example', 'Blocks requests to ads.example and its sub-domains.'],
  [
    '||ads.example^$third-party',
    'Blocks requests to ads.example and its sub-domains from other sites.',
  ],
  ['||ads.example/x$1p', 'Blocks requests to ads.example/x from the same site.'],
  ['/pixel.gif?', 'Blocks requests whose address contains /pixel.gif?.'],
  ['|https://a.example/', 'Blocks requests whose address begins with https://a.example/.'],
  ['/x.gif|', 'Blocks requests whose address ends with /x.gif.'],
  [
    '|https://a.example/x|',
    'Blocks requests whose address begins and ends with https://a.example/x.',
  ],
  ['/^https:\\/\\/ads/$script', 'Blocks scripts whose address matches /^https:\\/\\/ads/.'],
  ['||a.example^$script,image', 'Blocks scripts and images to a.example and its sub-domains.'],
  ['||a.example^$~script', 'Blocks requests other than scripts to a.example and its sub-domains.'],
  ['||a.example^$all', 'Blocks requests and whole pages to a.example and its sub-domains.'],
  ['||a.example^$document', 'Blocks pages to a.example and its sub-domains.'],
  [
    '||a.example^$csp=sandbox',
    'Adds the content security policy "sandbox" in answers to pages and frames to a.example and its sub-domains.',
  ],
  [
    '@@||a.example^$csp',
    'Undoes added content security policies in answers to pages and frames to a.example and its sub-domains.',
  ],
  [
    '@@||a.example^$replace=/a/b/',
    'Undoes replacing of text by "/a/b/" in answers to requests to a.example and its sub-domains.',
  ],
  [
    '||a.example^$urlskip=?url',
    'Goes straight to the address found by "?url" in pages to a.example and its sub-domains.',
  ],
  [
    '||a.example^$cookie=id;maxAge=60',
    'Limits the cookie "id" in requests to a.example and its sub-domains.',
  ],
  ['||a.example^$redirect=noopjs', 'Blocks requests to a.example and its sub-domains.'],
  [
    '||a.example^$redirect-rule=noopjs',
    'Answers with the stand-in "noopjs" what is blocked of requests to a.example and its sub-domains.',
  ],
  [
    '@@||a.example^$redirect=noopjs',
    'Answers without the stand-in "noopjs" what is blocked of requests to a.example and its sub-domains.',
  ],
  [
    '||a.example^$important',
    'Blocks requests to a.example and its sub-domains whatever other lists allow.',
  ],
  [
    '/x$domain=a.example|~b.a.example',
    'Blocks requests whose address contains /x asked for by a.example, other than b.a.example.',
  ],
  [
    '/x$domain=~a.example',
    'Blocks requests whose address contains /x asked for by sites other than a.example.',
  ],
  [
    '/x$domain=a.example|b.example|c.example|d.example',
    'Blocks requests whose address contains /x asked for by a.example, b.example and 2 others.',
  ],
  ['/x$to=a.example', 'Blocks requests whose address contains /x sent to a.example.'],
  ['/x$method=post|put', 'Blocks requests whose address contains /x by POST and PUT.'],
  ['/x$strict1p', 'Blocks requests whose address contains /x from exactly this host.'],
  ['/x$strict3p', 'Blocks requests whose address contains /x from other hosts.'],
  [
    '/x$header=server:nginx,requestheader=dnt',
    'Blocks requests whose address contains /x whose response has the header "server" "nginx" with the header "dnt".',
  ],
  [
    '/x$header=server:~/^ng/',
    'Blocks requests whose address contains /x whose response has the header "server", but not like /^ng/.',
  ],
  [
    '*$device=Tablet|10.0.0.0/8|10.0.0.1|~aa-bb-cc-dd-ee-0f',
    'Blocks requests from the devices "tablet", 10.0.0.0/8 and 10.0.0.1, but not the device aa:bb:cc:dd:ee:0f.',
  ],
  ['*$group=~kids', 'Blocks requests from all but the group kids.'],
  [
    '*$group=kids,time=fri-sat/23:00-07:00|sun,expires=2030-12-01',
    'Blocks requests from the group kids on Friday and Saturday from 23:00 to 07:00 and on Sunday until 2030-12-01.',
  ],
  ['*$time=21:00-07:00', 'Blocks requests from 21:00 to 07:00.'],
  ['||a.example^$placeholder', 'Holds back requests to a.example and its sub-domains.'],
  ['@@||a.example^', 'Allows requests to a.example and its sub-domains.'],
  [
    '@@||a.example^$document',
    'Allows pages to a.example and its sub-domains, and all that its pages ask for.',
  ],
  ['||a.example^$log', 'Notes requests and whole pages to a.example and its sub-domains.'],
  ['$removeparam=fbclid', 'Removes the field "fbclid" from requests.'],
  ['$removeparam', 'Removes every field from requests.'],
  ['$removeparam=/^utm_/', 'Removes the fields like /^utm_/ from requests.'],
  [
    '||a.example^$removeparam=~id',
    'Removes every field but "id" from requests to a.example and its sub-domains.',
  ],
  [
    '||a.example^$cookie=_ga',
    'Removes the cookie "_ga" from requests to a.example and its sub-domains.',
  ],
  [
    '$cookie=~/^s/,domain=a.example',
    'Removes every cookie but those like /^s/ from requests asked for by a.example.',
  ],
  [
    '||a.example^$removeheader=etag',
    'Removes the response header "etag" from requests to a.example and its sub-domains.',
  ],
  [
    '@@||a.example^$removeparam=x',
    'Keeps the field "x" in requests to a.example and its sub-domains.',
  ],
])('%s', (text, sentence) => {
  expect(explainRule(rule(text))).toBe(sentence);
});

test('a person is told what is theirs', () => {
  expect(explainRule(rule('@@||a.example^', { personal: true }))).toBe(
    'Your own rule allows requests and whole pages to a.example and its sub-domains.',
  );
});

test('a signature has words of its own', () => {
  expect(explainRule(rule('meta-pixel', { title: 'A hit of the Meta pixel' }))).toBe(
    'A hit of the Meta pixel',
  );
});

test('a signature without words of its own is no line of a list', () => {
  expect(explainRule(rule('meta-pixel', { list: 'meta.yaml' }))).toBe('The signature meta-pixel.');
});

test('a line that is no rule is quoted', () => {
  expect(explainRule(rule('! words'))).toBe('The rule ! words.');
});
