import {
  blocked,
  boxed,
  frame,
  get,
  held,
  image,
  json,
  opened,
  plainJson,
  post,
  type Row,
  script,
  stubbed,
  TEXT,
} from '../row.ts';

const UET = 'ti=4021041&Ver=2&mid=857f03b2-d331-416a-8950-492155e64b5a&tl=Cart';
const PING = { type: 'ping' } as const;

export const VENDORS: readonly Row[] = [
  {
    what: 'B TikTok (T1)',
    hits: [
      ...held('https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=C2&lib=ttq'),
      ...blocked(
        'nothing',
        post('https://analytics.tiktok.com/api/v2/pixel', '{}', TEXT, PING),
        post('https://analytics.tiktok.com/api/v2/pixel/act', '{}', TEXT, PING),
        get('https://analytics-ipv6.tiktokw.us/ipv6/enrich_ipv6', { type: 'xhr' }),
        plainJson('https://relay.shop.example/t', {
          context: { pixel: { code: 'C2' }, library: { name: 'pixel.js' } },
        }),
      ),
    ],
    passes: [
      get('https://www.tiktok.com/@x'),
      plainJson('https://shop.example/t', { context: { pixel: { ratio: 2 }, page: { url: 'x' } } }),
    ],
  },
  {
    what: 'B TikTok app SDK',
    hits: [
      ...blocked(
        'accepted',
        json('https://analytics.us.tiktok.com/api/v1/app_sdk/batch', { batch: [] }),
        json('https://api.in.example/api/v1/app_sdk/monitor', { batch: [] }),
      ),
      ...blocked(
        'nothing',
        json('https://business-api.tiktok.com/open_api/v1.2/app/batch/', { batch: [] }),
      ),
    ],
    passes: [json('https://business-api.tiktok.com/open_api/v1.3/campaign/get/', {})],
  },
  {
    what: 'B X',
    hits: [
      ...held('https://static.ads-twitter.com/uwt.js'),
      ...blocked(
        'gif',
        image('https://t.co/i/adsct?bci=4&p_id=Twitter&tw_document_href=x'),
        image('https://t.co/1/i/adsct?bci=4'),
        image('https://analytics.twitter.com/i/adsct?bci=4'),
        image('https://relay.shop.example/i/adsct?p_id=Twitter&events=%5B%5D'),
      ),
    ],
    passes: [opened('https://t.co/AbC'), opened('https://x.com/somebody')],
  },
  {
    what: 'B X and TikTok: embeds',
    hits: [
      ...stubbed(
        'script',
        script('https://platform.twitter.com/widgets.js'),
        script('https://platform.x.com/widgets.js'),
        script('https://www.tiktok.com/embed.js'),
      ),
      ...boxed(
        frame('https://platform.twitter.com/embed/Tweet.html?id=1'),
        frame('https://www.tiktok.com/embed/v2/7000'),
      ),
      ...blocked('gif', image('https://syndication.twitter.com/i/jot?l=%7B%7D')),
    ],
    passes: [
      { ...script('https://platform.twitter.com/widgets.js'), page: 'https://x.com/home' },
      image('https://pbs.twimg.com/media/a.jpg'),
      opened('https://www.tiktok.com/embed/v2/7000'),
    ],
  },
  {
    what: 'B LinkedIn (L1)',
    hits: [
      ...held('https://snap.licdn.com/li.lms-analytics/insight.min.js'),
      ...blocked(
        'gif',
        image('https://px.ads.linkedin.com/collect?v=2&fmt=gif&pid=301905'),
        image('https://px.ads.linkedin.com/attribution_trigger?pid=1'),
        image('https://www.linkedin.com/px/li_sync?redirect=x'),
        image('https://relay.example/c?pid=301905&fmt=gif&li_adsId=8f7&url=x'),
      ),
      ...blocked(
        'nothing',
        json('https://px.ads.linkedin.com/wa/', { pids: [301905] }),
        json('https://relay.example/wa/', { pids: [301905], websiteSignalRequestId: 'x' }),
      ),
    ],
    passes: [
      opened('https://www.linkedin.com/in/somebody'),
      image('https://media.licdn.com/a.jpg'),
      json('https://shop.example/wa/', { pids: [301905] }),
    ],
  },
  {
    what: 'B Pinterest',
    hits: [
      ...held('https://s.pinimg.com/ct/core.js'),
      ...blocked(
        'gif',
        image('https://ct.pinterest.com/v3/?tid=2612345678901&event=pagevisit&ad=%7B%7D'),
        image('https://relay.example/v3/?tid=2612345678901&event=pagevisit&ad=%7B%22loc%22%3A1%7D'),
      ),
      ...blocked(
        'object',
        get('https://ct.pinterest.com/user/?tid=2612345678901&pd=%7B%7D', {
          type: 'xhr',
          headers: { accept: 'application/json' },
        }),
      ),
    ],
    passes: [
      image('https://i.pinimg.com/originals/a.jpg'),
      script('https://assets.pinterest.com/js/pinit.js'),
      image('https://shop.example/v3/?tid=2612345678901&event=sale'),
    ],
  },
  {
    what: 'B Snap (S1)',
    hits: [
      ...held('https://sc-static.net/scevent.min.js'),
      ...blocked(
        'nothing',
        post('https://tr.snapchat.com/p', '{}', TEXT, PING),
        post('https://tr6.snapchat.com/p', '{}', TEXT, PING),
        plainJson('https://relay.example/p', {
          ctx: { url: 'x' },
          req: [{ t: { pid: 'p' } }],
          u_scsid: 's',
        }),
      ),
      ...blocked('page', frame('https://tr.snapchat.com/cm/i?pid=1&u_scsid=2&u_sclid=3')),
    ],
    passes: [
      opened('https://www.snapchat.com/add/somebody'),
      plainJson('https://shop.example/p', { ctx: { url: 'x' }, req: [{ t: 1 }] }),
    ],
  },
  {
    what: 'B Reddit',
    hits: [
      ...held('https://www.redditstatic.com/ads/pixel.js'),
      ...blocked(
        'gif',
        image('https://alb.reddit.com/rp.gif?ts=1&id=t2_x&event=PageVisit'),
        image('https://relay.shop.example/rp.gif?ts=1&id=a2_abc&event=PageVisit&uuid=1'),
      ),
    ],
    passes: [
      get('https://www.redditstatic.com/shreddit/a.js'),
      get('https://www.reddit.com/r/x/'),
      image('https://shop.example/rp.gif?id=7'),
    ],
  },
  {
    what: 'B MS UET and Clarity',
    hits: [
      ...held('https://bat.bing.com/bat.js', 'https://www.clarity.ms/tag/abc'),
      ...blocked(
        'gif',
        image(`https://bat.bing.com/action/0?${UET}`),
        image(`https://relay.shop.example/action/0?${UET}`),
      ),
      ...blocked(
        'nothing',
        post('https://k.clarity.ms/collect', 'x', TEXT),
        json('https://clarity.shop.example/c', {
          e: ['0.7.59', 1, 0, 812, 'abcdefghij', '1xyz', '9abc', 1, 0, 0, 0],
          a: [[0, 1]],
        }),
      ),
    ],
    passes: [
      get('https://www.bing.com/search?q=clarity'),
      image('https://shop.example/action/0?ti=4021041&Ver=2&mid=7'),
      json('https://shop.example/c', { e: ['0.7.59', 'a'], a: 1 }),
    ],
  },
  {
    what: 'B Criteo',
    hits: [
      ...blocked(
        'script',
        script('https://sslwidget.criteo.com/event?a=1&p0=e%3Dce%26m%3D5d41402abc4b2a76b9719d91'),
        script('https://static.criteo.net/js/x.js'),
        script('https://relay.shop.example/event?a=1&v=5&p0=e%3Dvp%26p%3D7'),
      ),
      ...held('https://dynamic.criteo.com/js/ld/ld.js?a=1'),
      ...blocked('nothing', get('https://gum.criteo.com/sid/json?x=1', { type: 'xhr' })),
    ],
    passes: [opened('https://www.criteo.com/'), script('https://shop.example/event?a=1&p0=x')],
  },
  {
    what: 'B Yandex',
    hits: blocked(
      'gif',
      image('https://mc.yandex.ru/watch/1?x=1'),
      image('https://mc.yandex.com/webvisor/1'),
      image('https://relay.shop.example/watch/12345678/1?browser-info=pv%3A1&page-url=x'),
    ),
    passes: [
      get('https://yandex.ru/maps/'),
      image('https://shop.example/watch/12345678?size=2'),
      frame('https://films.example/watch/12345678?wmode=opaque'),
    ],
  },
  {
    what: 'B HubSpot',
    hits: [
      ...blocked(
        'gif',
        image('https://track.hubspot.com/__ptq.gif?k=1&vi=2&u=3'),
        image('https://relay.shop.example/__ptq.gif?k=1&vi=2&u=3'),
      ),
      ...held('https://js.hs-analytics.net/analytics/1/2.js'),
    ],
    passes: [script('https://js.hsforms.net/forms/v2.js')],
  },
];
