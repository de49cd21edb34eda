import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RESOURCE_TYPES, type RequestInfo, type ResourceType } from '../../../src/model/request.ts';
import type { RuleSet } from '../../../src/model/rule.ts';
import { requestOf, ruleSet, verdictOf } from '../../support/rule-set.ts';

const SHARED = '../shared';
const absent = !existsSync(join(SHARED, 'corpora/consensus-elep'));
if (absent) console.log('skipped: rules against the corpora, for ../shared is not there');

interface Row {
  readonly url: string;
  readonly sourceUrl: string;
  readonly type: string;
  readonly expected: string;
}

function typeOf(word: string): ResourceType {
  if (word === 'xmlhttprequest') return 'xhr';
  return RESOURCE_TYPES.find((type) => type === word) ?? 'other';
}

/** As a browser sends it: URLs of the corpora may lack the path. */
function request({ url, sourceUrl, type }: Omit<Row, 'expected'>): RequestInfo {
  const asked = requestOf(url, typeOf(type), { from: sourceUrl });
  const target = url.slice(url.indexOf('://') + 3).replace(/^[^/?]*/, '');
  return { ...asked, target };
}

async function misses(files: readonly string[], corpus: string): Promise<readonly string[]> {
  const texts = files.map((file) => [file, readFileSync(join(SHARED, 'lists', file), 'utf8')]);
  const rules = await ruleSet(Object.fromEntries(texts));
  const rows = readFileSync(join(SHARED, 'corpora', corpus, 'requests.jsonl'), 'utf8');
  const wrong: string[] = [];
  let count = 0;
  for (const line of rows.trim().split('\n')) {
    const row = JSON.parse(line) as Row;
    count++;
    const verdict = verdictOf(rules.match(request(row), null));
    const blocked = /^(?:block|important)/.test(verdict) ? 'block' : 'allow';
    if (blocked !== row.expected) wrong.push(`${row.url} from ${row.sourceUrl}: ${verdict}`);
  }
  console.log(`${corpus}: ${count - wrong.length} of ${count} as uBlock, Ghostery and Brave say`);
  return wrong;
}

describe.skipIf(absent)('the verdicts on which three engines agree', () => {
  test('EasyList and EasyPrivacy', async () => {
    const files = ['easylist/easylist.txt', 'easylist/easyprivacy.txt'];
    expect(await misses(files, 'consensus-elep')).toEqual([]);
  }, 60_000);

  test('nineteen lists', async () => {
    const folders = ['adguard', 'easylist', 'fanboy', 'hosts', 'ublock'];
    const files = folders.flatMap((folder) =>
      readdirSync(join(SHARED, 'lists', folder)).map((name) => `${folder}/${name}`),
    );
    expect(await misses(files, 'consensus-big')).toEqual([]);
  }, 60_000);
});

interface Pair {
  readonly filters: readonly string[];
  readonly sourceUrl: string;
  readonly type: string;
  readonly url: string;
}

describe.skipIf(absent)('filters and requests that match', () => {
  test('brave: each filter alone', async () => {
    const path = join(SHARED, 'corpora/filter-match-pairs/brave-matching-test-requests.json');
    const pairs = JSON.parse(readFileSync(path, 'utf8')) as readonly Pair[];
    const wrong: string[] = [];
    const sets = new Map<string, Promise<RuleSet>>();
    let count = 0;
    for (const pair of pairs.filter(({ url }) => URL.canParse(url))) {
      for (const filter of pair.filters) {
        count++;
        const set = sets.get(filter) ?? ruleSet(`${BLOCKS_ALL}\n${filter}`);
        sets.set(filter, set);
        if (!matches(await set, filter, pair)) {
          wrong.push(`${filter} on ${pair.type} ${pair.url} from ${pair.sourceUrl}`);
        }
      }
    }
    console.log(`filter-match-pairs: ${count - wrong.length} of ${count} match`);
    expect(wrong).toEqual([]);
  }, 120_000);
});

/** Something to except: an exception is looked for only where there is a block. */
const BLOCKS_ALL = '/^/$all,to=~nothing.example';

function matches(rules: RuleSet, filter: string, pair: Pair): boolean {
  // A source without a host means an unknown third party.
  const isKnown = /^https?:\/\/[^/]/.test(pair.sourceUrl);
  const sourceUrl = isKnown ? pair.sourceUrl : 'https://third.party.example/';
  const asked = request({ url: pair.url, sourceUrl, type: pair.type });
  const { block, important, exception } = rules.match(asked, null);
  return [block, important, exception].some((rule) => rule?.text === filter);
}
