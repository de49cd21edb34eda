import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decideExchange } from '../../../src/decide/exchange.ts';
import { isStubFile } from '../../../src/model/stub-names.ts';
import { readStubFile } from '../../../src/rules/stub-file.ts';
import { requestOf } from '../../support/rule-set.ts';
import { shippedRules } from './rules.ts';

const folder = new URL('../../../rules/stubs/', import.meta.url).pathname;
const files = readdirSync(folder);

/** Those that stand in for more than can be said shortly, in bytes. */
const LONGER: Readonly<Record<string, number>> = {
  'fb-sdk.js': 7_500,
  'google-ima.js': 7_000,
  'googletagservices_gpt.js': 5_000,
};

/** All by which a script can reach somebody. */
const REACHES =
  /\b(?:fetch|open|location\.assign|location\.replace|submit|import|importScripts)\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|new Image|createElement\('(?!a'|button')\w+'\)|\bsrc\b *[:=]|\bhref *= /g;

/** What some need all the same; what is not said here is not there. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // Pictures of the page itself, which it cannot show.
  'ampproject_v0.js': ["createElement('img')"],
  // The real SDK after a click; plug-in frames, which become placeholders; sharing after a click.
  'fb-sdk.js': [
    ...["createElement('script')", 'src:', "createElement('iframe')", 'src:', 'open('],
    // Read from the SDK's own element.
    'src =',
  ],
  // Its own address is read.
  'googletagmanager_gtm.js': ['src ='],
  // Links of the page that are followed once the hit was sent.
  'google-analytics_ga.js': ['location.assign(', 'location.assign('],
  // Frames that become placeholders.
  'instagram-embed.js': ["createElement('iframe')", 'src ='],
  'threads-embed.js': ["createElement('iframe')", 'src ='],
  'tiktok-embed.js': ["createElement('iframe')", 'src ='],
};

it('every file is a stand-in that rules may name', () => {
  expect(files.filter((file) => !isStubFile(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(45);
});

describe.each(files)('rules/stubs/%s', (file) => {
  const bytes = readFileSync(folder + file);
  const text = bytes.toString('utf8');

  it('is a script, short, and says what it is', () => {
    expect(readStubFile(`stubs/${file}`, bytes, null).problems).toEqual([]);
    expect(bytes.length).toBeLessThan(LONGER[file] ?? 4_000);
    expect(text).toMatch(/^\/\/ (?:Stands in for|Takes) .{10}/);
  });

  it('reaches nobody but by what is said here', () => {
    const code = text.replace(/^\s*\/\/.*$/gm, '');
    const found = [...code.matchAll(REACHES)].map(([words]) => words.trim());
    expect(found.toSorted()).toEqual([...(ALLOWED[file] ?? [])].toSorted());
  });
});

const rules = await shippedRules();

/** What our own rules answer with a stand-in. */
describe.each([
  ['https://connect.facebook.net/en_US/fbevents.js?v=next', 'fbevents.js'],
  ['https://cdn.shop.example/lib/fbevents.js', 'fbevents.js'],
  ['https://connect.facebook.net/de_DE/sdk.js?hash=1', 'fb-sdk.js'],
  ['https://connect.facebook.net/en_US/all.js', 'fb-sdk.js'],
  ['https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=C2&lib=ttq', 'tiktok-pixel.js'],
  ['https://static.ads-twitter.com/uwt.js', 'x-pixel.js'],
  ['https://snap.licdn.com/li.lms-analytics/insight.min.js', 'linkedin-insight.js'],
  ['https://s.pinimg.com/ct/core.js', 'pinterest-tag.js'],
  ['https://sc-static.net/scevent.min.js', 'snap-pixel.js'],
  ['https://www.redditstatic.com/ads/pixel.js', 'reddit-pixel.js'],
  ['https://bat.bing.com/bat.js', 'microsoft-uet.js'],
  ['https://www.clarity.ms/tag/abc', 'microsoft-clarity.js'],
  ['https://dynamic.criteo.com/js/ld/ld.js?a=1', 'criteo-ld.js'],
  ['https://mc.yandex.ru/metrika/tag.js', 'metrika-yandex-tag.js'],
  ['https://mc.yandex.com/metrika/tag_ww.js', 'metrika-yandex-tag.js'],
  ['https://mc.yandex.ru/metrika/watch.js', 'metrika-yandex-watch.js'],
  ['https://js.hs-analytics.net/analytics/1/2.js', 'hubspot-analytics.js'],
  ['https://platform.twitter.com/widgets.js', 'twitter-widgets.js'],
  ['https://www.instagram.com/embed.js', 'instagram-embed.js'],
  ['https://www.threads.net/embed.js', 'threads-embed.js'],
  ['https://www.tiktok.com/embed.js', 'tiktok-embed.js'],
])('%s', (url, stub) => {
  it(`is answered with ${stub}`, () => {
    const matches = rules.match(requestOf(url, 'script'), null);
    expect(decideExchange(matches, { mode: 'enforce' })).toMatchObject({ action: 'stub', stub });
    expect(rules.stubText(stub)).toContain('// Stands in for');
  });
});

it.each([
  'https://www.googletagmanager.com/gtm.js?id=GTM-1',
  'https://www.googletagmanager.com/gtag/js?id=G-ABC1234',
  'https://www.google-analytics.com/analytics.js',
])('%s passes: sites hang parts of their own on it', (url) => {
  const { important, block } = rules.match(requestOf(url, 'script'), null);
  expect([important, block]).toEqual([null, null]);
});
