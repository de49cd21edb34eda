import type { Hostname } from '../../../src/model/terms.ts';
import type { TrackerHit } from '../tracker-hit.ts';

/** Plug-ins, embedded posts, links and mails of Meta. */
export const META_PLUGINS: readonly TrackerHit[] = [
  {
    what: 'a Like button',
    url: 'https://www.facebook.com/v22.0/plugins/like.php?href=https%3A%2F%2Fnews.example%2Fa',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Like button was shown on news.example',
    fields: [],
  },
  {
    what: 'a plug-in on its new host',
    url: 'https://socialplugin.facebook.net/page.php?href=https%3A%2F%2Fnews.example%2Fa',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Facebook page box was shown on news.example',
    fields: [],
  },
  {
    what: 'an embedded post, which is at Facebook itself',
    url: 'https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fana%2Fposts%2F1',
    more: { page: 'news.example' as Hostname },
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Facebook post was shown on news.example',
    fields: [],
  },
  {
    what: 'a plug-in without a name of its own',
    url: 'https://m.facebook.com/plugins/quote.php?href=https%3A%2F%2Fnews.example%2F&ref=xx',
    tracker: 'Meta Social Plugins',
    summary:
      'Meta was told: a Facebook plug-in was shown on news.example, with how the visitor came',
    fields: ['ref'],
  },
  {
    what: 'the question who is logged in',
    url: 'https://www.facebook.com/x/oauth/status?client_id=1&redirect_uri=https%3A%2F%2Fnews.example%2F',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: somebody opened a page, and who may be logged in on news.example',
    fields: [],
  },
  {
    what: 'an impression of a plug-in',
    url: 'https://www.facebook.com/platform/impression.php/f1b2/?lid=115',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Facebook plug-in was seen',
    fields: [],
  },
  {
    what: 'an embedded post',
    url: 'https://www.instagram.com/p/Cabc/embed/captioned/',
    more: { page: 'news.example' as Hostname },
    tracker: 'Instagram embeds',
    summary: 'Meta was told: an Instagram post was shown on news.example',
    fields: [],
  },
  {
    what: 'an embedded post of Threads',
    url: 'https://www.threads.net/@someone/post/Cabc/embed',
    more: { page: 'news.example' as Hostname },
    tracker: 'Threads embeds',
    summary: 'Meta was told: a Threads post was shown on news.example',
    fields: [],
  },
  {
    what: 'a link out of Facebook',
    url: 'https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F%3Ffbclid%3Dx1&h=AT0abc',
    tracker: 'Meta link shim',
    summary: 'Meta was told: a link to shop.example was followed, with click id',
    fields: ['h'],
  },
  {
    what: 'a mail of Facebook that was opened',
    url: 'https://www.facebook.com/email_open_log_pic.php?mid=1234567',
    tracker: 'Meta e-mail tracking',
    summary: 'Meta was told: a mail was opened',
    fields: [],
  },
  {
    what: 'how WhatsApp is used',
    url: 'https://web.whatsapp.com/wam',
    tracker: 'Meta telemetry',
    summary: 'Meta was told: how its program is used',
    fields: [],
  },
];
