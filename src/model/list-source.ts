import { CATALOGUE } from './catalogue.ts';
import { nearest } from './nearest.ts';
import type { Subscription } from './subscription.ts';

/** Longer addresses and names belong to no list. */
const MAX_URL = 2_000;
const MAX_NAME = 64;

/**
 * A name is a file's name on every system: lower case, so that no two fall
 * together where case does not count, and nothing that means a folder.
 */
const NAME = /^[a-z0-9](?:[a-z0-9_-]|\.(?!\.|$))*$/;

/** A subscription, or why the words make none: one sentence, lower case. */
export type ListSource =
  | { readonly ok: true; readonly list: Subscription }
  | { readonly ok: false; readonly reason: string };

const CHARACTERS = 'lower-case letters, digits, "-", "_" and "."';

/** So are files in rules/ called, which stand in the way of a list of their name. */
const FILE_NAME = /\.(?:txt|ya?ml)$/;

/** True for what a list may be called. */
export function isListName(text: string): boolean {
  return text.length <= MAX_NAME && NAME.test(text) && !FILE_NAME.test(text);
}

/**
 * Reads what a person writes for a list: a name of the catalogue, or an address
 * (http or https), with a name for it where they like. Whether it is trusted they
 * say, or else (null) the catalogue does: by the address, whatever the name.
 */
export function parseListSource(
  text: string,
  name: string | null = null,
  trusted: boolean | null = null,
): ListSource {
  const written = text.trim();
  if (name !== null && !isListName(name)) {
    const reason =
      NAME.test(name) && FILE_NAME.test(name) ? 'files in rules/ are called so' : CHARACTERS;
    return no(`"${cut(name)}" is no name for a list: ${reason}`);
  }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(written)) return known(written, name, trusted);
  const url = parseUrl(written);
  if (typeof url !== 'string') return no(url.reason);
  const entry = CATALOGUE.find(({ urls }) => urls.includes(url));
  const isTrusted = trusted ?? entry?.trusted ?? false;
  if (entry !== undefined && name === null) return yes(entry.name, entry.urls, isTrusted);
  return yes(name ?? nameOf(url), [url], isTrusted);
}

function known(written: string, name: string | null, trusted: boolean | null): ListSource {
  const entry = CATALOGUE.find((one) => one.name === written.toLowerCase());
  if (entry !== undefined) {
    return yes(name ?? entry.name, entry.urls, trusted ?? entry.trusted ?? false);
  }
  const meant = nearest(
    written,
    CATALOGUE.map((one) => one.name),
  );
  const hint = meant === null ? 'write its address' : `did you mean "${meant}"?`;
  return no(`no list is known as "${cut(written)}", ${hint}`);
}

/** The address as it is asked for: no fragment, no password. */
function parseUrl(written: string): string | { readonly reason: string } {
  if (written.length > MAX_URL) return { reason: `the address is longer than ${MAX_URL} letters` };
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    return { reason: `"${cut(written)}" is no address` };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { reason: `"${cut(written)}" is no address that starts with https:// or http://` };
  }
  if (url.username !== '' || url.password !== '') {
    return { reason: 'an address with a password in it would be shown to everybody' };
  }
  if (/\.ya?ml$/i.test(url.pathname)) {
    return { reason: 'only filter lists can be subscribed to, no files of signatures' };
  }
  url.hash = '';
  return url.href;
}

/** The last word of the path, which is mostly the list's name, and what makes it unlike others. */
function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '') ?? hostname;
  const words = last
    .toLowerCase()
    .replace(/\.\w{1,4}$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${words === '' ? 'list' : words}-${fingerprint(url)}`;
}

/** FNV-1a, 32 bits: not a secret, and two lists of one name are refused anyway. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function yes(name: string, urls: readonly string[], trusted: boolean): ListSource {
  return { ok: true, list: { name, urls, trusted } };
}

function no(reason: string): ListSource {
  return { ok: false, reason };
}

function cut(text: string): string {
  return text.slice(0, 80);
}
