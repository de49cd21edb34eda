import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResourceType } from '../../../src/model/request.ts';
import { judge, type Sample } from '../../support/judge.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ROWS } from './rows/all.ts';
import { loadRules, SHIPPED } from './rules.ts';
import { vendorOf } from './vendor-hits.ts';

const LISTS = '../shared/lists/easylist';
const REQUESTS = '../shared/corpora/consensus-elep/requests.jsonl';
const FILES = ['easylist.txt', 'easyprivacy.txt'];
const areHere = existsSync(REQUESTS) && FILES.every((file) => existsSync(path.join(LISTS, file)));
if (!areHere) console.warn(`skipped: ${LISTS} and ${REQUESTS} are not both on this machine`);

/** Exceptions of ours that let through what a subscribed list blocks, and why they shall. */
const MEANT: Readonly<Record<string, string>> = {};

/** Hosts of no tracker that we answer although the lists do not, and why. */
const BESIDES: Readonly<Record<string, string>> = {
  'www.google.de': 'conversions of Google Ads, which go to the main host of a country',
  'www.linkedin.com': 'the Insight Tag asks who is logged in, under /px/',
};

/** Scripts of Google that we let load, since parts of a site may be in them, and whose callbacks pages wait for. */
const AWAITED = [
  'https://www.googletagmanager.com/gtm.js?id=GTM-ABC123',
  'https://www.googletagmanager.com/gtag/js?id=G-ABC1234567',
  'https://www.google-analytics.com/analytics.js',
  'https://www.google-analytics.com/ga.js',
  'https://www.googletagservices.com/tag/js/gpt.js',
  'https://securepubads.g.doubleclick.net/tag/js/gpt.js',
  'https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js',
  'https://imasdk.googleapis.com/js/sdkloader/ima3.js',
];

/** What one of these requests is, and what the two lists say of it. */
interface Asked {
  readonly url: string;
  readonly sourceUrl: string;
  readonly type: string;
  readonly expected: 'block' | 'allow';
}

function sampleOf({ url, sourceUrl, type }: Asked): Sample {
  return { url, page: sourceUrl, type: type as ResourceType };
}

/** Our rules beside EasyList and EasyPrivacy, as they are where a person subscribes to both. */
function folderWithLists(): string {
  const folder = path.join(temporaryFolder(), 'rules');
  mkdirSync(folder);
  for (const file of readdirSync(SHIPPED)) {
    if (/\.(?:txt|yaml)$/.test(file))
      copyFileSync(path.join(SHIPPED, file), path.join(folder, file));
  }
  for (const file of FILES) copyFileSync(path.join(LISTS, file), path.join(folder, file));
  return folder;
}

const ANSWERED: ReadonlySet<string> = new Set(['block', 'stub', 'placeholder']);

describe.skipIf(!areHere)('beside EasyList and EasyPrivacy', () => {
  it('no exception of theirs lets through what the catalogue says is to be held', async () => {
    const rules = await loadRules(folderWithLists());
    const held = ROWS.flatMap(({ hits }) => hits).filter(({ shape }) => shape !== undefined);
    const missed = held.filter((sample) => !ANSWERED.has(judge(rules, sample).action));
    expect(missed.map(({ url }) => url)).toEqual([]);
    expect(held.length).toBeGreaterThan(200);
  }, 120_000);

  it('a script that they block and pages wait for has a stand-in, and passes without them', async () => {
    const rules = await loadRules(folderWithLists());
    const alone = await loadRules(SHIPPED);
    for (const url of AWAITED) {
      const sample: Sample = { url, page: 'https://shop.example/', type: 'script' };
      expect([url, judge(rules, sample).action]).toEqual([url, 'stub']);
      expect([url, judge(alone, sample).action]).toEqual([url, 'pass']);
    }
  }, 120_000);

  it('what they block stays blocked, and what they let through is touched for a reason', async () => {
    const rules = await loadRules(folderWithLists());
    const asked = readFileSync(REQUESTS, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Asked);
    const reopened = new Map<string, string>();
    const added = new Map<string, string>();
    const edited = new Map<string, number>();
    for (const one of asked) {
      const { action, rule } = judge(rules, sampleOf(one));
      const because = `${rule?.text} (${rule?.list})`;
      if (one.expected === 'block' && !ANSWERED.has(action)) reopened.set(because, one.url);
      if (one.expected === 'allow' && ANSWERED.has(action)) {
        const host = new URL(one.url).hostname;
        if (vendorOf(host) === null) added.set(host, because);
      } else if (one.expected === 'allow' && action !== 'pass' && action !== 'allow') {
        edited.set(`${action} by ${because}`, (edited.get(`${action} by ${because}`) ?? 0) + 1);
      }
    }
    for (const [rule, url] of reopened) console.log(`reopened by ${rule}: ${url}`);
    for (const [host, rule] of added) console.log(`answered besides: ${host} by ${rule}`);
    for (const [rule, count] of edited) console.log(`${rule}: ${count} of ${asked.length}`);
    expect(asked.length).toBeGreaterThan(20_000);
    expect([...reopened.keys()].sort()).toEqual(Object.keys(MEANT).sort());
    expect([...added.keys()].sort()).toEqual(Object.keys(BESIDES).sort());
  }, 120_000);
});
