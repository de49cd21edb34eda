import { queryFields } from '../model/fields.ts';
import type { RequestInfo } from '../model/request.ts';

/** What stands in a frame of another site, in words for people. */
export interface Embed {
  /** Whose it is: `Facebook`. */
  readonly site: string;
  /** What it is: `post`. */
  readonly thing: string;
  /** Who learns of the visit when it is loaded. */
  readonly company: string;
  /** Where a person can see or do the same at its own address; null where that is not known. */
  readonly link: { readonly text: string; readonly url: string } | null;
}

interface Family {
  readonly hosts: RegExp;
  readonly describe: (target: string, read: (name: string) => string) => Embed | null;
}

const META = 'Facebook (Meta)';

/** The names of Facebook's plug-ins; the rest are called by their family. */
const PLUGINS: ReadonlyMap<string, string> = new Map([
  ['like', 'Like button'],
  ['like_box', 'page box'],
  ['likebox', 'page box'],
  ['share_button', 'Share button'],
  ['save', 'Save button'],
  ['send', 'Send button'],
  ['follow', 'Follow button'],
  ['page', 'page box'],
  ['post', 'post'],
  ['video', 'video'],
  ['comments', 'comments'],
  ['feedback', 'comments'],
  ['comment_embed', 'comment'],
  ['group', 'group box'],
  ['customerchat', 'chat'],
  ['customer_chat', 'chat'],
]);

/** These are about the page that they stand on, so what is left is to share it. */
const SHARING: ReadonlySet<string> = new Set(['Like button', 'Share button', 'Send button']);

const FAMILIES: readonly Family[] = [
  { hosts: /(?:^|\.)(?:facebook\.com|socialplugin\.facebook\.net)$/, describe: facebookPlugin },
  { hosts: /(?:^|\.)instagram\.com$/, describe: instagramEmbed },
  { hosts: /(?:^|\.)threads\.(?:com|net)$/, describe: threadsEmbed },
  { hosts: /(?:^|\.)(?:x|twitter)\.com$/, describe: xEmbed },
  { hosts: /(?:^|\.)tiktok\.com$/, describe: tiktokEmbed },
];

/** Says what a frame would show, by its address alone. */
export function describeEmbed(request: RequestInfo): Embed {
  const { hostname, target } = request;
  const fields = queryFields(target);
  const read = (name: string) => fields.find((field) => field.name === name)?.value ?? '';
  const path = target.split('?', 1)[0] as string;
  for (const { hosts, describe } of FAMILIES) {
    const embed = hosts.test(hostname) ? describe(path, read) : null;
    if (embed !== null) return embed;
  }
  return { site: hostname, thing: 'frame', company: hostname, link: null };
}

function facebookPlugin(path: string, read: (name: string) => string): Embed {
  const plugin = /\/([a-z_]{1,30})(?:\.php)?$/.exec(path)?.[1] ?? '';
  const thing = PLUGINS.get(plugin) ?? 'plug-in';
  const href = webAddress(read('href') || read('u'));
  return { site: 'Facebook', thing, company: META, link: facebookLink(thing, href) };
}

function facebookLink(thing: string, href: URL | null): Embed['link'] {
  if (href === null) return null;
  if (SHARING.has(thing)) {
    const url = `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(href.href)}`;
    return { text: 'Share on Facebook', url };
  }
  // Any page may write anything into the address of a frame. A link that says
  // "Facebook" leads there.
  const isFacebook = /(?:^|\.)(?:facebook\.com|fb\.com|fb\.watch)$/.test(href.hostname);
  return isFacebook ? { text: 'Open on Facebook', url: href.href } : null;
}

function instagramEmbed(path: string): Embed | null {
  const post = /^(\/(?:[\w.]+\/)?(p|reel|tv)\/[\w-]+)\/embed(?:\/|$)/.exec(path);
  const profile = post === null ? /^(\/[\w.]+)\/embed(?:\/|$)/.exec(path) : null;
  const at = post?.[1] ?? profile?.[1];
  const posted = post?.[2] === 'reel' ? 'reel' : 'post';
  return {
    site: 'Instagram',
    thing: profile === null ? posted : 'profile',
    company: 'Instagram (Meta)',
    link: onSite('Instagram', 'https://www.instagram.com', at === undefined ? undefined : `${at}/`),
  };
}

function threadsEmbed(path: string): Embed {
  const at = /^(\/(?:@[\w.]+\/post|t)\/[\w-]+)\/embed(?:\/|$)/.exec(path)?.[1];
  const link = onSite('Threads', 'https://www.threads.com', at);
  return { site: 'Threads', thing: 'post', company: 'Threads (Meta)', link };
}

function xEmbed(path: string, read: (name: string) => string): Embed {
  const id = /^\d{1,20}$/.exec(read('id'))?.[0];
  const isPost = /\/Tweet\.html$/i.test(path);
  const link = onSite('X', 'https://x.com', id === undefined ? id : `/i/status/${id}`);
  return { site: 'X', thing: isPost ? 'post' : 'widget', company: 'X', link: isPost ? link : null };
}

function tiktokEmbed(path: string): Embed {
  const id = /^\/(?:embed(?:\/v\d)?|player\/v1)\/(\d{1,20})/.exec(path)?.[1];
  // TikTok finds a video by its number and puts its maker's name right.
  const link = onSite('TikTok', 'https://www.tiktok.com', id && `/@tiktok/video/${id}`);
  return { site: 'TikTok', thing: 'video', company: 'TikTok', link };
}

function onSite(site: string, origin: string, path: string | undefined): Embed['link'] {
  return path ? { text: `Open on ${site}`, url: origin + path } : null;
}

/** Longer addresses are no use to a person. */
const MAX_ADDRESS = 2048;

function webAddress(text: string): URL | null {
  if (text.length > MAX_ADDRESS || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}
