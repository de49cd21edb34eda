import {
  blocked,
  boxed,
  frame,
  get,
  image,
  opened,
  post,
  type Row,
  script,
  stubbed,
} from '../row.ts';

const STATUS = 'https://www.facebook.com/x/oauth/status?client_id=1&redirect_uri=x&sdk=joey';
const LIKE = 'plugins/like.php?href=https%3A%2F%2Fshop.example&layout=button';

export const META_PLUGINS: readonly Row[] = [
  {
    what: 'A1 SDK',
    hits: stubbed(
      'script',
      script('https://connect.facebook.net/en_US/sdk.js'),
      script('https://connect.facebook.net/de_DE/all.js'),
      script('https://connect.facebook.net/en_US/bundle/sdk.js/'),
      script('https://connect.facebook.net/en_US/sdk/xfbml.customerchat.js'),
    ),
    passes: [
      opened('https://connect.facebook.net/en_US/sdk.js'),
      { ...script('https://connect.facebook.net/en_US/sdk.js'), page: 'https://www.facebook.com/' },
    ],
  },
  {
    what: 'A5 Like, Share, Page, Comments, Post, Video, Follow, Save, Send, Group, customer chat',
    hits: boxed(
      frame(`https://www.facebook.com/${LIKE}`),
      frame(`https://m.facebook.com/${LIKE}`),
      frame(`https://web.facebook.com/v22.0/${LIKE}`),
      ...[
        'share_button',
        'page',
        'comments',
        'post',
        'video',
        'follow',
        'save',
        'send',
        'group',
      ].map((name) => frame(`https://www.facebook.com/v22.0/plugins/${name}.php?href=x`)),
      frame('https://www.facebook.com/plugins/customerchat.php?page_id=1'),
      frame('https://socialplugin.facebook.net/like.php?href=x'),
    ),
    passes: [
      opened(`https://www.facebook.com/${LIKE}`),
      { ...frame(`https://www.facebook.com/${LIKE}`), page: 'https://www.facebook.com/' },
      get('https://shop.example/plugins/like.php'),
    ],
  },
  {
    what: 'A5 impressions',
    hits: blocked(
      'gif',
      image('https://www.facebook.com/platform/impression.php/f1b2/?lid=115&payload=x'),
      image('https://www.facebook.com/platform/canvas_impression.php?x=1'),
      image('https://www.facebook.com/platform/scribe_endpoint.php?x=1'),
    ),
    passes: [get('https://www.facebook.com/platform/')],
  },
  {
    what: 'A5 login status ping',
    hits: stubbed(
      'empty',
      get(STATUS, { type: 'xhr' }),
      get(STATUS.replace('/x/', '/v22.0/x/'), { type: 'xhr' }),
      { url: STATUS, headers: { 'sec-fetch-site': 'cross-site' } },
    ),
    passes: [
      { url: STATUS },
      { ...get(STATUS, { type: 'xhr' }), page: 'https://www.facebook.com/' },
    ],
  },
  {
    what: 'A5 login',
    hits: [],
    passes: [
      opened('https://www.facebook.com/v22.0/dialog/oauth?client_id=1&redirect_uri=x'),
      frame('https://www.facebook.com/dialog/oauth?client_id=1'),
      opened('https://www.facebook.com/dialog/permissions.request?x=1'),
      opened('https://www.facebook.com/login.php?next=x'),
      opened('https://m.facebook.com/v22.0/dialog/oauth?client_id=1'),
      get('https://graph.facebook.com/v22.0/me?fields=id,name&access_token=EAAx'),
      get('https://graph.facebook.com/v22.0/oauth/access_token'),
      image('https://graph.facebook.com/v22.0/4711/picture'),
      frame('https://staticxx.facebook.com/x/connect/xd_arbiter/?version=46'),
      frame('https://www.facebook.com/plugins/login_button.php?app_id=1'),
      frame('https://www.facebook.com/v22.0/plugins/login_button.php?app_id=1'),
      get('https://www.facebook.com/fed_cm/config.json'),
      opened('https://www.instagram.com/oauth/authorize?client_id=1'),
      image('https://scontent.xx.fbcdn.net/v/t1/p.jpg'),
    ],
  },
  {
    what: 'A5 Instagram and Threads embeds',
    hits: [
      ...boxed(
        frame('https://www.instagram.com/p/Cabc/embed/captioned/?cr=1'),
        frame('https://www.instagram.com/reel/Cabc/embed/'),
        frame('https://www.threads.net/@a/post/Cabc/embed'),
        frame('https://www.threads.com/@a/post/Cabc/embed'),
      ),
      ...stubbed(
        'script',
        script('https://www.instagram.com/embed.js'),
        script('https://platform.instagram.com/en_US/embeds.js'),
        script('https://www.threads.net/embed.js'),
        script('https://www.threads.com/embed.js'),
      ),
    ],
    passes: [
      opened('https://www.instagram.com/p/Cabc/'),
      opened('https://www.instagram.com/p/Cabc/embed/'),
      image('https://scontent.cdninstagram.com/v/t51/p.jpg'),
    ],
  },
  {
    what: 'A5 WhatsApp and Oculus telemetry',
    hits: [
      ...blocked('nothing', {
        ...post('https://web.whatsapp.com/wam?x=1', 'x'),
        page: 'https://web.whatsapp.com/',
      }),
      ...blocked('nothing', post('https://graph.oculus.com/collect/x', 'x')),
    ],
    passes: [
      opened('https://web.whatsapp.com/'),
      { ...get('https://web.whatsapp.com/ws'), page: 'https://web.whatsapp.com/' },
    ],
  },
  {
    what: 'B e-mail opens: Facebook',
    hits: blocked('gif', {
      url: 'https://www.facebook.com/email_open_log_pic.php?mid=1',
      type: 'image',
    }),
    passes: [opened('https://www.facebook.com/settings?tab=email')],
  },
];
