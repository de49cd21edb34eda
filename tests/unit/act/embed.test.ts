import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeEmbed } from '../../../src/act/embed.ts';
import { anyText } from '../../support/any-text.ts';
import { request } from './samples.ts';

const of = (url: string) => describeEmbed(request({ url, type: 'subdocument' }));
const shared = (page: string) =>
  `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(page)}`;
const plugin = (name: string, href: string) =>
  `https://www.facebook.com/v19.0/plugins/${name}.php?layout=x&href=${encodeURIComponent(href)}`;

describe('describeEmbed', () => {
  test.each([
    [
      plugin('post', 'https://www.facebook.com/a/posts/1'),
      'Facebook post',
      'https://www.facebook.com/a/posts/1',
    ],
    [plugin('video', 'https://fb.watch/x/'), 'Facebook video', 'https://fb.watch/x/'],
    [plugin('page', 'https://facebook.com/acme'), 'Facebook page box', 'https://facebook.com/acme'],
    [
      plugin('like', 'https://shop.test/a?b=1&c'),
      'Facebook Like button',
      shared('https://shop.test/a?b=1&c'),
    ],
    [
      plugin('share_button', 'https://shop.test/'),
      'Facebook Share button',
      shared('https://shop.test/'),
    ],
    [plugin('comments', 'https://shop.test/'), 'Facebook comments', null],
    [plugin('something_new', 'https://shop.test/'), 'Facebook plug-in', null],
    [
      'https://socialplugin.facebook.net/like.php?href=https%3A%2F%2Fshop.test%2F',
      'Facebook Like button',
      shared('https://shop.test/'),
    ],
    [
      'https://www.instagram.com/p/Cx_1-a/embed/captioned/?cr=1',
      'Instagram post',
      'https://www.instagram.com/p/Cx_1-a/',
    ],
    [
      'https://www.instagram.com/reel/Cx1/embed',
      'Instagram reel',
      'https://www.instagram.com/reel/Cx1/',
    ],
    [
      'https://www.instagram.com/acme.shop/embed/',
      'Instagram profile',
      'https://www.instagram.com/acme.shop/',
    ],
    [
      'https://www.threads.net/@acme/post/C1a/embed',
      'Threads post',
      'https://www.threads.com/@acme/post/C1a',
    ],
    [
      'https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234567890123456789',
      'X post',
      'https://x.com/i/status/1234567890123456789',
    ],
    ['https://platform.x.com/widgets/follow_button.html?screen_name=a', 'X widget', null],
    [
      'https://www.tiktok.com/embed/v2/7012345678901234567?lang=en',
      'TikTok video',
      'https://www.tiktok.com/@tiktok/video/7012345678901234567',
    ],
    [
      'https://www.tiktok.com/player/v1/7012345678901234567',
      'TikTok video',
      'https://www.tiktok.com/@tiktok/video/7012345678901234567',
    ],
    ['https://ads.test/frame?id=1', 'ads.test frame', null],
    ['https://notfacebook.com/plugins/like.php', 'notfacebook.com frame', null],
  ])('%s is a %s', (url, name, link) => {
    const embed = of(url);
    expect(`${embed.site} ${embed.thing}`).toBe(name);
    expect(embed.link?.url ?? null).toBe(link);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://evil.test/',
    'https://facebook.com.evil.test/',
    'https://evil.test/?facebook.com',
    'https://www.facebook.com@evil.test/',
    'https://user:pass@www.facebook.com/',
    `https://www.facebook.com/${'x'.repeat(3000)}`,
    '//www.facebook.com/x',
    'www.facebook.com',
  ])('a post at %j has no link: it would not lead to Facebook', (href) => {
    expect(of(plugin('post', href)).link).toBeNull();
  });

  test('every link leads to the site that it names', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('post', 'like', 'page'), (text, name) => {
        const { link } = of(plugin(name, text));
        if (link !== null)
          expect(new URL(link.url).hostname).toMatch(/(^|\.)(facebook\.com|fb\.com|fb\.watch)$/);
        expect(of(`https://www.instagram.com/${encodeURIComponent(text)}/embed`).site).toBeTruthy();
      }),
    );
  });
});
