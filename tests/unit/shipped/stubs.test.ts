import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isStubFile } from '../../../src/model/stub-names.ts';
import { readStubFile } from '../../../src/rules/stub-file.ts';

const folder = new URL('../../../rules/stubs/', import.meta.url).pathname;
const files = readdirSync(folder);

/** Those that stand in for more than can be said shortly, in bytes. */
const LONGER: Readonly<Record<string, number>> = { 'fb-sdk.js': 7_000, 'google-ima.js': 4_500 };

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
