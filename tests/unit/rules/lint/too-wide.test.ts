import { expect, test } from 'vitest';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { whyTooWide } from '../../../../src/rules/lint/too-wide.ts';
import { domainOf } from '../../../support/rule-set.ts';

test.each([
  ['||com^', 'blocks-widely', 'it blocks requests to every host below "com", whoever owns it'],
  [
    '||co.uk^$third-party',
    'blocks-widely',
    'it blocks third-party requests to every host below "co.uk", whoever owns it',
  ],
  ['*$third-party', 'blocks-widely', 'it blocks third-party requests of every site'],
  ['*$method=post', 'blocks-widely', 'it blocks requests of some methods of every site'],
  ['https://', 'blocks-widely', 'it blocks requests of every site'],
  ['|http:$third-party', 'blocks-widely', 'it blocks third-party requests of every site'],
  ['@@*', 'allows-widely', 'it allows requests of every site'],
  ['@@||com^', 'allows-widely', 'it allows requests to every host below "com", whoever owns it'],
  [
    '@@||com^$important',
    'allows-widely',
    'it allows requests to every host below "com", whoever owns it',
  ],
])('%s is too wide', (text, code, reason) => {
  expect(remark(text)).toEqual({ code, reason });
});

test.each([
  '||a.example^',
  '||com/ads^',
  '@@*$domain=shop.example',
  '*$ping,third-party',
  '||com^$domain=shop.example',
  '||com^$removeparam=x',
  '*$device=tv',
  '||com^$group=kids',
  '*$log',
  '/ads/',
  '|https://$domain=shop.example',
  '|https://a',
  '||http',
  'http|',
])('%s is not', (text) => {
  expect(remark(text)).toBeNull();
});

function remark(text: string) {
  const parsed = parseLine(text);
  if (parsed.kind !== 'filters') throw new Error(`"${text}" is no filter`);
  const [filter] = parsed.filters;
  return filter === undefined ? null : whyTooWide(filter, (host) => domainOf(host as never));
}
