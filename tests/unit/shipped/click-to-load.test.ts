import { describe, expect, it, test } from 'vitest';
import type { Explanation } from '../../../src/explain.ts';
import { judge, type Sample } from '../../support/judge.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();
const page = 'https://blog.example/2026/news';
const HREF = 'href=https%3A%2F%2Fblog.example%2F';

const ask = (url: string, more: Partial<Sample> = {}): Explanation =>
  judge(rules, { url, page, type: 'subdocument', ...more });

describe('A5 and B: frames of others', () => {
  it.each([
    `https://www.facebook.com/plugins/post.php?${HREF}`,
    `https://m.facebook.com/v19.0/plugins/video.php?${HREF}`,
    `https://socialplugin.facebook.net/like.php?${HREF}`,
    'https://www.instagram.com/p/Cx1_-a/embed/captioned/?cr=1&v=14',
    'https://www.instagram.com/reel/Cx1/embed',
    'https://www.instagram.com/acme/p/Cx1/embed/',
    'https://www.instagram.com/acme/embed/',
    'https://www.threads.net/@acme/post/C1a/embed',
    'https://www.threads.com/@acme/post/C1a/embed?x=1',
    'https://platform.twitter.com/embed/Tweet.html?id=1',
    'https://platform.x.com/embed/Tweet.html?id=1',
    'https://platform.twitter.com/widgets/follow_button.html?screen_name=acme',
    'https://syndication.twitter.com/srv/timeline-profile/screen-name/acme',
    'https://www.tiktok.com/embed/v2/7012345678901234567?lang=en',
    'https://www.tiktok.com/player/v1/7012345678901234567',
  ])('are held back, also as objects: %s', (url) => {
    for (const type of ['subdocument', 'object'] as const) {
      expect(ask(url, { type })).toMatchObject({ action: 'placeholder', answer: { status: 200 } });
    }
  });

  it.each([
    ['by their own site', 'https://www.instagram.com/p/Cx1/embed/', 'https://www.instagram.com/'],
    ['by their own site', 'https://www.facebook.com/plugins/like.php', 'https://www.facebook.com/'],
    ['by the site’s other name', 'https://platform.twitter.com/embed/Tweet.html', 'https://x.com/'],
  ])('are shown %s: %s', (_who, url, from) => {
    expect(ask(url, { page: from }).action).not.toBe('placeholder');
  });

  it.each([
    ['a page that a person opens', 'https://www.instagram.com/p/Cx1/embed/', 'document'],
    ['a picture of a post', 'https://www.instagram.com/p/Cx1/media/?size=l', 'image'],
    ['the login button', 'https://www.facebook.com/v19.0/plugins/login_button.php', 'subdocument'],
    ['a film', 'https://www.youtube.com/embed/abc', 'subdocument'],
    [
      'a site’s own page of that name',
      'https://blog.example/instagram.com/p/embed/',
      'subdocument',
    ],
  ] as const)('%s is not: %s', (_what, url, type) => {
    expect(['pass', 'allow']).toContain(
      ask(url, type === 'document' ? { type, page: url } : { type }).action,
    );
  });
});

describe('A5 login', () => {
  it.each([
    ['https://www.facebook.com/v19.0/dialog/oauth?client_id=1&redirect_uri=x', 'document'],
    ['https://www.facebook.com/dialog/permissions.request?x=1', 'document'],
    ['https://m.facebook.com/v19.0/dialog/oauth?client_id=1', 'document'],
    ['https://www.facebook.com/login.php?next=x', 'document'],
    ['https://staticxx.facebook.com/x/connect/xd_arbiter/?version=46', 'document'],
    ['https://staticxx.facebook.com/x/connect/xd_arbiter/?version=46', 'subdocument'],
    ['https://graph.facebook.com/v19.0/me?access_token=x&fields=id,name', 'xhr'],
    ['https://graph.facebook.com/v19.0/oauth/access_token', 'xhr'],
    ['https://graph.facebook.com/v19.0/4711/picture?type=large', 'image'],
    ['https://scontent.xx.fbcdn.net/v/t1/p.jpg', 'image'],
    ['https://static.xx.fbcdn.net/rsrc.php/v3/a.js', 'script'],
  ] as const)('%s passes as %s', (url, type) => {
    expect(ask(url, { type }).action).toBe('pass');
  });

  it('its cookies stay on the site that set them', () => {
    const headers = {
      cookie: 'fbsr_1=a; fbm_1=b; fblo_1=c; _fbp=fb.1.1745853804711.505853085526430295',
    };
    const shown = judge(rules, { url: 'https://blog.example/', type: 'document', headers });
    expect(shown.removed).toEqual(['_fbp']);
  });
});

/** Links by way of a counter, and where they lead. */
const TO = 'https://shop.example/a?b=1&c=d%20e';
const to = encodeURIComponent(TO);

describe('A5 link shims', () => {
  test.each([
    `https://l.facebook.com/l.php?u=${to}&h=AT0abc&s=1`,
    `https://lm.facebook.com/l.php?u=${to}&h=AT0abc`,
    `https://l.messenger.com/l.php?u=${to}&h=AT0abc`,
    `https://l.instagram.com/?u=${to}&e=AT0abc`,
    `https://l.threads.com/?u=${to}&e=AT0abc`,
    `https://l.threads.net/?u=${to}&e=AT0abc`,
    `https://l.wl.co/l?u=${to}`,
    `https://out.reddit.com/t3_1abc?url=${to}&token=AQAA&app_name=web2x`,
    `https://t.umblr.com/redirect?z=${to}&t=abc`,
    `https://www.linkedin.com/redir/redirect?url=${to}&urlhash=abc`,
    `https://www.linkedin.com/safety/go?url=${to}&trk=flagship`,
    `https://www.pinterest.com/offsite/?token=1&url=${to}&pin=1`,
    `https://www.tiktok.com/link/v2?aid=1988&scene=bio_url&target=${to}`,
    `https://exit.sc/?url=${to}`,
    `https://disq.us/url?url=${to}%3A5fGabcdefghijklmnopqr_s&cuid=1`,
    `https://vk.com/away.php?to=${to}&cc_key=`,
    `https://www.google.com/url?q=${to}&sa=D&source=docs`,
    `https://www.google.com/url?sa=t&rct=j&url=${to}&ved=2ah`,
    `https://www.youtube.com/redirect?event=video_description&redir_token=x&q=${to}`,
  ])('%s is not asked', (url) => {
    expect(judge(rules, { url, type: 'document' })).toMatchObject({ action: 'rewrite', url: TO });
    // What a page asks for by that address is no visit.
    expect(judge(rules, { url, type: 'xhr', page }).url).toBe(url);
  });

  test.each([
    ['no address in it', 'https://l.facebook.com/l.php?h=AT0'],
    ['no web address', 'https://l.facebook.com/l.php?u=javascript%3Aalert(1)'],
    ['a number', 'https://www.youtube.com/redirect?q=1'],
    ['a search', 'https://www.google.com/search?q=https%3A%2F%2Fshop.example%2F'],
    [
      'a login that comes back',
      'https://accounts.google.com/signin?continue=https%3A%2F%2Fshop.example',
    ],
    ['a link of an advertisement', `https://www.google.com/aclk?sa=L&adurl=${to}`],
    ['a check for safety', `https://eur01.safelinks.protection.outlook.com/?url=${to}&data=x`],
  ])('%s goes on as it is', (_what, url) => {
    expect(judge(rules, { url, type: 'document' })).toMatchObject({ url, answer: null });
  });
});
