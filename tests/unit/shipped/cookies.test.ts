import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/model/rule.ts';
import { judge } from '../../support/judge.ts';
import { requestTo } from '../../support/request-info.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();
const sent = (cookie: string, url = 'https://shop.example/', page = url) =>
  judge(rules, { url, page, headers: { cookie } });

/** A4 and B: by these a tracker knows a browser again on the sites that a person visits. */
const IDENTIFIERS: Readonly<Record<string, readonly string[]>> = {
  Meta: ['_fbp', '_fbc', '_fbi', '_gtmeec', '_fbleid'],
  'Google Analytics': ['_ga', '_ga_ABC123', '_gid', '_gat_gtag_UA_1', 'FPID', 'FPLC'],
  'Google Ads': [
    '_gcl_au',
    '_gcl_aw',
    '_gcl_gs',
    '_gcl_dc',
    '_gac_UA-1',
    'FPAU',
    'FPGCLAW',
    'FPGCLGB',
  ],
  TikTok: ['_ttp', '_tt_enable_cookie', 'ttclid', 'ttcsid', 'ttcsid_ABC'],
  X: ['_twpid', '_twclid'],
  LinkedIn: ['li_fat_id', 'li_giant', 'ln_or'],
  Pinterest: ['_epik', '_derived_epik', '_pin_unauth', '_pinterest_ct_ua'],
  Snap: ['_scid', '_scid_r', '_sctr'],
  Reddit: ['_rdt_uuid', '_rdt_cid', '_rdt_em'],
  Microsoft: ['_uetsid', '_uetvid', '_uetmsclkid', '_clck', '_clsk'],
  Criteo: ['cto_bundle', 'cto_bidid'],
  Yandex: ['_ym_uid', '_ym_d'],
  HubSpot: ['hubspotutk', '__hstc', '__hssc'],
  Stape: ['_dcid', '_dcid_temp'],
  Zaraz: ['cfz_google-analytics', 'cfzs_facebook-pixel'],
};

/** Logins, baskets, consents, languages: without these a site does not work. */
const KEPT: readonly string[] = [
  ...['fbsr_123', 'fbm_123', 'fblo_123'],
  ...[
    'PHPSESSID',
    'session',
    'JSESSIONID',
    'connect.sid',
    'csrftoken',
    'XSRF-TOKEN',
    '__Host-auth',
  ],
  ...['cart', 'basket', 'woocommerce_cart_hash', 'wp_woocommerce_session_1', 'shopify_y_cart'],
  ...['OptanonConsent', 'CookieConsent', 'euconsent-v2', 'didomi_token', 'cookieyes-consent'],
  ...['zaraz-consent', 'borlabs-cookie', 'usprivacy', '_cmpQcif3pcsupported'],
  ...['lang', '_gallery', 'FPS', '_games', 'gclub', 'wordpress_logged_in_1'],
];

describe.each(Object.entries(IDENTIFIERS))('the cookies of %s', (_vendor, names) => {
  it('are not sent', () => {
    const cookie = names.map((name) => `${name}=1`).join('; ');
    const { action, removed } = sent(`${cookie}; session=keep`);
    expect(action).toBe('strip');
    expect([...removed].sort()).toEqual([...names].sort());
  });

  it('are not set', () => {
    const { edits } = rules.match(requestTo('https://shop.example/'), null);
    expect(names.filter((name) => !isNotSet(edits, name))).toEqual([]);
  });
});

function isNotSet(edits: readonly Edit[], name: string): boolean {
  return edits.some((edit) => edit.kind === 'responseCookie' && edit.test(name));
}

describe('the cookies that a site lives by', () => {
  it.each(KEPT)('%s is sent, and set', (name) => {
    expect(sent(`${name}=1`).action).toBe('pass');
    const { edits } = rules.match(requestTo('https://shop.example/'), null);
    expect(isNotSet(edits, name)).toBe(false);
  });

  it("the vendors' own hosts keep theirs", () => {
    expect(sent('_fbp=1; fr=2', 'https://www.facebook.com/').action).toBe('pass');
    expect(sent('_ga=1', 'https://accounts.google.com/').action).toBe('pass');
    expect(sent('personalization_id=1', 'https://x.com/home').action).toBe('pass');
  });

  it('embedded posts of X are asked for without its advertising numbers', () => {
    const cookie = 'personalization_id=1; guest_id_ads=2; auth_token=3; ct0=4';
    const judged = sent(
      cookie,
      'https://platform.twitter.com/widgets/images/x.png',
      'https://a.example/',
    );
    expect([...judged.removed].sort()).toEqual(['guest_id_ads', 'personalization_id']);
  });
});
