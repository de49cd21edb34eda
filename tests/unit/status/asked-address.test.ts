import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedExchange, readAsked } from '../../../src/status/asked-address.ts';
import { browse } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

const context = { domainOf: (host: string) => host.split('.').slice(-2).join('.'), now: 5 };

function exchange(query: string) {
  return askedExchange(readAsked(new URLSearchParams(query)), context);
}

describe('an address that is asked about', () => {
  test.each([
    [
      'address=t.example',
      { host: 't.example', path: '/', party: 'third', page: null, kind: 'https', port: 443 },
    ],
    ['address=http://t.example/p?a=b%26c', { kind: 'http', port: 80, path: '/p?a=b&c' }],
    ['address=T.example:8443/x&type=image', { host: 't.example', port: 8443, type: 'image' }],
    [
      'address=a.shop.example&page=https://shop.example/x',
      { party: 'first', page: 'shop.example' },
    ],
    ['address=t.test&page=shop.example', { party: 'third', page: 'shop.example' }],
    ['address=shop.example&type=document', { party: 'first', type: 'document' }],
    ['address=t.example&type=other-than-any', { type: 'script' }],
  ])('%s', (query, expected) => {
    expect(exchange(query)).toMatchObject(expected);
  });

  test.each([
    ['address=', 'reading the address "": it is not like tracker.example/pixel'],
    [
      'address=ftp://t.example',
      'reading the address "ftp://t.example": it is not like tracker.example/pixel',
    ],
    [
      'address=||t.example^',
      'reading the address "||t.example^": it is not like tracker.example/pixel',
    ],
    ['address=t.example&page=a b', 'reading the site "a b": it is not like shop.example'],
  ])('%s is refused', (query, sentence) => {
    expect(exchange(query)).toBe(sentence);
  });

  test('of any texts there is an answer, and a short one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (address, page) => {
        const answer = exchange(new URLSearchParams({ address, page }).toString());
        if (typeof answer === 'string') expect(answer.length).toBeLessThan(200);
        else expect(answer.path.startsWith('/')).toBe(true);
      }),
    );
  });
});

describe('which rule decides', () => {
  const rule = { list: 'b.txt', line: 7, text: '||t.example^', action: 'block' } as const;
  const house = () =>
    household({
      weighed: ({ host }) =>
        host === 't.example'
          ? { action: 'block', more: 0, rules: [{ ...rule, lost: null, meaning: 'Blocks it.' }] }
          : null,
    });

  test('is shown and told', async () => {
    const browser = browse(house().ports);
    await browser.logIn(CODE);
    expect(await (await browser.get('/rules')).text()).toContain('href="/rules/explain"');
    const empty = await (await browser.get('/rules/explain')).text();
    expect(empty).not.toContain('As the rules stand now');
    const page = await (await browser.get('/rules/explain?address=t.example&type=image')).text();
    expect(page).toContain('it would be <strong>blocked</strong>');
    expect(page).toContain('b.txt, line 7');
    expect(page).toContain('<option value="image" selected="">');
    const answer = await browser.get('/api/rules/explain?address=t.example');
    expect(await answer.json()).toMatchObject({ action: 'block', rules: [rule] });
  });

  test('what is no address is said to be none', async () => {
    const browser = browse(house().ports);
    await browser.logIn(CODE);
    const address = encodeURIComponent('<b>"x"');
    const page = await (await browser.get(`/rules/explain?address=${address}`)).text();
    expect(page).toContain('it is not like tracker.example/pixel');
    expect(page).not.toContain('<b>');
    const answer = await browser.get(`/api/rules/explain?address=${address}`);
    expect(answer.status).toBe(400);
    expect((await browser.get('/api/rules/explain?address=127.0.0.1')).status).toBe(400);
  });
});
