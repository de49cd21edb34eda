import { describe, expect, it } from 'vitest';
import { judge } from '../../support/judge.ts';
import { requestTo } from '../../support/request-info.ts';
import { CLICKS, LINKS, META, OTHERS } from './catalogue.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();

describe.each([...META, ...CLICKS, ...OTHERS])('$what', ({ action, samples, passes }) => {
  it.each(samples)(`${action}: $method $url`, (sample) => {
    expect(judge(rules, sample)).toMatchObject({
      action,
      rule: action === 'pass' ? null : { list: expect.any(String) },
    });
  });
  if (passes.length === 0) return;
  it.each(passes)('passes: $method $url', (sample) => {
    // An exception of a list may be what lets it through.
    expect(['pass', 'allow']).toContain(judge(rules, sample).action);
  });
});

describe('what is left of a link', () => {
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
});

describe('cookies', () => {
  const sent = (cookie: string, url = 'https://shop.example/') =>
    judge(rules, { url, headers: { cookie } });

  it.each([
    '_fbp=1; _fbc=2; _fbi=3; _gtmeec=4; _fbleid=5',
    '_ga=1; _ga_ABC123=2; _gid=3; _gcl_au=4; _gcl_aw=5; _gac_UA-1=6; FPID=7; FPLC=8',
    '_ttp=1; _tt_enable_cookie=1; ttcsid=1; ttcsid_ABC=2',
    '_uetsid=1; _uetvid=2; _clck=3; _clsk=4',
    '_scid=1; _sctr=2; _pin_unauth=3; _epik=4; _rdt_uuid=5; _rdt_cid=6; li_fat_id=7; _twpid=8',
    'cto_bundle=1; hubspotutk=2; __hstc=3; _ym_uid=4; cfz_google=5; _dcid_temp=6',
  ])('%s are not sent', (cookie) => {
    const { action, removed } = sent(`${cookie}; session=keep`);
    expect(action).toBe('strip');
    const names = cookie.split('; ').map((pair) => pair.split('=')[0]);
    expect([...removed].sort()).toEqual([...names].sort());
  });

  it.each([
    'fbsr_123=1; fbm_123=2; fblo_123=3',
    'PHPSESSID=1; session=2; JSESSIONID=3; connect.sid=4; csrftoken=5; cart=6; basket=7',
    'OptanonConsent=1; CookieConsent=2; euconsent-v2=3; didomi_token=4; lang=de; _gallery=1',
    'wordpress_logged_in_1=1; woocommerce_cart_hash=2; laravel_session=3; __Host-auth=4',
  ])('%s are', (cookie) => {
    expect(sent(cookie).action).toBe('pass');
  });

  it("the vendors' own hosts keep theirs", () => {
    expect(sent('_fbp=1; fr=2', 'https://www.facebook.com/').action).toBe('pass');
    expect(sent('_ga=1', 'https://accounts.google.com/').action).toBe('pass');
  });

  it('the same names are not set, and logins are', () => {
    const { edits } = rules.match(requestTo('https://shop.example/'), null);
    const dropped = (name: string) =>
      edits.some((edit) => edit.kind === 'responseCookie' && edit.test(name));
    for (const name of ['_fbp', '_fbc', '_gtmeec', 'FPID', '_ga_X', '_uetsid', '_ttp']) {
      expect(dropped(name), name).toBe(true);
    }
    for (const name of ['fbsr_1', 'fbm_1', 'fblo_1', 'session', 'cart', 'CookieConsent']) {
      expect(dropped(name), name).toBe(false);
    }
  });
});

describe("Meta's ids in the hands of others", () => {
  const FBP = 'fb.1.1745853804711.505853085526430295';

  it('leave addresses', () => {
    const url = `https://cdn.example/rum?a=1&fbp=${FBP}&fbc=${FBP}.IwAR&b=2`;
    expect(judge(rules, { url }).url).toBe('https://cdn.example/rum?a=1&b=2');
    const own = 'https://cdn.example/rum?fbp=floor-plan';
    expect(judge(rules, { url: own })).toMatchObject({ action: 'pass', url: own });
  });

  it('leave headers', () => {
    const headers = { 'x-fb-ck-fbp': FBP, accept: '*/*' };
    const judged = judge(rules, { url: 'https://shop.example/api', headers });
    expect(judged).toMatchObject({ action: 'strip', removed: ['x-fb-ck-fbp'] });
  });

  it('are noted in bodies', () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ page: 'x', cookies: { _fbp: FBP } });
    expect(judge(rules, { url: 'https://rum.example/x', headers, body }).action).toBe('log');
  });
});
