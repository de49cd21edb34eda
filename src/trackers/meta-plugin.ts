import type { RequestInfo } from '../model/request.ts';
import { idsByName } from './facts.ts';
import { type Fields, siteOf } from './fields.ts';
import type { Told } from './told.ts';

/** What each plug-in is called by people; the others are "a Facebook plug-in". */
const PLUGINS: Readonly<Record<string, string>> = {
  like: 'a Like button',
  like_box: 'a Like box',
  likebox: 'a Like box',
  share_button: 'a Share button',
  save: 'a Save button',
  send: 'a Send button',
  follow: 'a Follow button',
  page: 'a Facebook page box',
  post: 'a Facebook post',
  video: 'a Facebook video',
  comments: 'a box of Facebook comments',
  feedback: 'a box of Facebook comments',
  comment_embed: 'a Facebook comment',
  group: 'a Facebook group box',
  customerchat: 'a Facebook chat',
  customer_chat: 'a Facebook chat',
  login_button: 'a Facebook login button',
};

const PLUGIN_PATH = /^\/(?:v\d+\.\d+\/)?(?:plugins\/)?([a-z_]{1,30})\.php$/;

/** Plug-ins tell Facebook the page they are on; so does the question who is logged in. */
export function decodeMetaPlugin(request: RequestInfo, fields: Fields): Told | null {
  const event = whatHappened(request);
  if (event === null) return null;
  return {
    tracker: 'Meta Social Plugins',
    company: 'Meta',
    event,
    more: 0,
    amount: null,
    site: pageOf(request, fields),
    facts: idsByName(fields, { ref: 'how the visitor came', ancestor_origins: 'the sites around' }),
  };
}

/** A post, a page box or a video says in `href` what shall be shown, which is at Facebook itself. */
function pageOf({ page }: RequestInfo, fields: Fields): string | null {
  const named = siteOf(fields, ['href'], null);
  if (named !== null && !/(?:^|\.)(?:facebook\.com|fb\.watch)$/.test(named)) return named;
  return siteOf(fields, ['redirect_uri', 'origin', 'domain'], page);
}

function whatHappened({ hostname, target }: RequestInfo): string | null {
  const path = target.split('?', 1)[0] as string;
  const ownHost = hostname === 'socialplugin.facebook.net';
  if (!ownHost && !/(?:^|\.)facebook\.com$/.test(hostname)) return null;
  if (/\/x\/oauth\/status$/.test(path)) return 'somebody opened a page, and who may be logged in';
  if (/\/platform\/(?:(?:canvas_)?impression\.php|scribe_endpoint)/.test(path))
    return 'a Facebook plug-in was seen';
  if (!ownHost && !path.includes('/plugins/')) return null;
  const name = PLUGIN_PATH.exec(path)?.[1] ?? '';
  const plugin = Object.hasOwn(PLUGINS, name) ? PLUGINS[name] : 'a Facebook plug-in';
  return `${plugin} was shown`;
}
