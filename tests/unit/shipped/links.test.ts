import { describe, expect, it } from 'vitest';
import { judge } from '../../support/judge.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();

/** The query of a link, and what must be left of it. */
const LINKS: readonly (readonly [string, string])[] = [
  ['a=1&fbclid=IwAR0&b=%20x', '?a=1&b=%20x'],
  ['fbclid=IwAR0', ''],
  ['fbclid=IwAR0&brid=x&waaem=y', ''],
  ['brid=2&a=1', '?brid=2&a=1'],
  [`brid=${'a'.repeat(24)}`, ''],
  ['ctwa_clid=x&ig_sid=y&igsh=z&igshid=w&mibextid=v&rdid=u', ''],
  ['rdid=7&page=2', '?rdid=7&page=2'],
  ['gclid=x&gbraid=y&wbraid=z&dclid=w&gad_source=1&gad_campaignid=2&srsltid=v&gclsrc=aw.ds', ''],
  ['_gl=1*1abc2*_ga*MTIzNDU2', ''],
  ['_gl=de', '?_gl=de'],
  ['msclkid=x&ttclid=y&twclid=z&li_fat_id=w&rdt_cid=v&yclid=u&ysclid=t', ''],
  ['ScCid=8c6b&epik=dj0yJnU9abcdefgh', ''],
  ['epik=1', '?epik=1'],
  ['_hsenc=p2ANqtz&_hsmi=1&hsCtaTracking=x', ''],
  ['mc_eid=abc&mkt_tok=x&_kx=y&vero_id=z', ''],
  ['__s=abcdefghij0123456789', ''],
  ['__s=de', '?__s=de'],
  ['utm_source=newsletter&page=2', '?utm_source=newsletter&page=2'],
  ['dicbo=v2-x&tblci=GiA', ''],
  ['state=abc&code=def&session_id=1&token=x', '?state=abc&code=def&session_id=1&token=x'],
];

describe('A4 what is left of a link', () => {
  it.each(LINKS)('%s', (query, left) => {
    const url = `https://shop.example/p?${query}`;
    expect(judge(rules, { url, type: 'document' }).url).toBe(`https://shop.example/p${left}`);
  });

  it('the same names leave the Referer of what the page asks for', () => {
    const headers = { referer: 'https://shop.example/p?fbclid=IwAR0&a=1' };
    const judged = judge(rules, { url: 'https://shop.example/a.png', headers });
    expect(judged.action).toBe('strip');
    expect(judged.removed).toEqual(['fbclid']);
  });

  it.each([
    'https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F%3Ffbclid%3Dx&h=AT0',
    'https://lm.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F&h=AT0',
    'https://l.instagram.com/?u=https%3A%2F%2Fshop.example%2F&e=AT0',
  ])('A5 a link shim is skipped: %s', (url) => {
    const judged = judge(rules, { url, type: 'document' });
    expect(judged).toMatchObject({ action: 'rewrite', removed: ['address (skipped)'] });
    expect(judged.url).toMatch(/^https:\/\/shop\.example\/(?:\?fbclid=x)?$/);
  });
});

describe('A4 the addresses inside what is sent', () => {
  const page = 'https://shop.example/p?a=1&fbclid=IwAR0&gclid=x';

  it.each(['dl', 'rl', 'dr', 'page_location', 'url', 'u', 'p', 'tw_document_href'])(
    '%s loses click ids, and nothing else',
    (name) => {
      const url = `https://rum.example/v1?x=1&${name}=${encodeURIComponent(page)}&y=2`;
      const left = encodeURIComponent('https://shop.example/p?a=1');
      const judged = judge(rules, { url, type: 'image' });
      expect(judged.url).toBe(`https://rum.example/v1?x=1&${name}=${left}&y=2`);
    },
  );

  it('in a body', () => {
    const body = JSON.stringify({ context: { page: { url: page } }, event: 'x' });
    const headers = { 'content-type': 'application/json' };
    const sample = { url: 'https://rum.example/v1', body, headers, type: 'xhr' } as const;
    expect([...judge(rules, sample).removed].sort()).toEqual([
      'fbclid (in context.page.url)',
      'gclid (in context.page.url)',
    ]);
  });
});
