import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { RuleSet } from '../../../../src/model/rule.ts';
import type { Hostname } from '../../../../src/model/terms.ts';
import { requestOf, ruleSet, verdictOf } from '../../../support/rule-set.ts';

/** The set, once it knows its names. */
async function settled(files: Parameters<typeof ruleSet>[0]): Promise<RuleSet> {
  const rules = await ruleSet(files);
  const nobody = 'no-rule-is-about-this-one.invalid' as Hostname;
  expect(rules.mayMatchHost(nobody)).toBe(true);
  await vi.waitFor(() => expect(rules.mayMatchHost(nobody)).toBe(false), { timeout: 20_000 });
  return rules;
}

const about = (rules: RuleSet, hostname: string) => rules.mayMatchHost(hostname as Hostname);

const YAML = `
signatures:
  - id: own-host
    title: words
    tracker: Somebody
    action: block
    when:
      - host: [".gateway.test"]
        query: { id: present }
  - id: any-host
    title: words
    tracker: Somebody
    action: block
    when:
      - query: { fbclid: present }
`;

it.each([
  ['||whole.test^', 'whole.test', 'px.whole.test', 'nowhole.test'],
  ['||path.test/tr', 'path.test', 'a.path.test', 'test'],
  ['||port.test:8443^', 'port.test', 'a.port.test', 'port.test.other'],
  ['||anchored.test|', 'anchored.test', 'anchored.test.more', 'xanchored.test'],
  ['||begin', 'begin.test', 'www.beginning.org', 'abegin.test'],
  ['||wild*.test/x', 'wild1.test', 'a.wild.test', 'awild.test'],
  ['|https://start.test/x', 'start.test', 'start.test', 'xstart.test'],
  ['://middle.test/x', 'middle.test', 'a.middle.test', 'xmiddle.test'],
  ['/track.js$to=to.test', 'to.test', 'a.to.test', 'xto.test'],
  ['/track.js$domain=page.test', 'page.test', 'a.page.test', 'xpage.test'],
  ['/track.js$domain=entity.*', 'entity.co.uk', 'www.entity.com', 'xentity.com'],
  ['/track.js$domain=/regex\\d\\.test/', 'regex1.test', 'regex2.test', 'regex.test'],
  ['||strip.test^$removeparam=id', 'strip.test', 'a.strip.test', 'xstrip.test'],
  ['||important.test^$important', 'important.test', 'a.important.test', 'ximportant.test'],
])('%s is about %s and %s, and not about %s', async (line, one, other, none) => {
  const rules = await settled(line);
  expect([about(rules, one), about(rules, other), about(rules, none)]).toEqual([true, true, false]);
});

it.each([
  ['a pattern for all hosts', '/pixel.gif'],
  ['a word', '-tracking-pixel-'],
  ['a regular expression', '/banner\\d+/'],
  ['a parameter that is taken from every address', '$removeparam=fbclid'],
  ['a cookie that is taken from every request', '$cookie=_fbp'],
  ['an exception', '@@||shop.test^$script'],
  ['a page that is excluded', '/pixel.gif$domain=~shop.test'],
  ['no pattern but a type', '*$ping,third-party'],
])('%s is about no host', async (_what, line) => {
  expect(about(await settled(line), 'shop.test')).toBe(false);
});

it('signatures that are limited to hosts count, those for all do not', async () => {
  const rules = await ruleSet({ 'own.yaml': YAML });
  await vi.waitFor(() => expect(about(rules, 'shop.test')).toBe(false));
  expect(about(rules, 'www.gateway.test')).toBe(true);
});

it("a person's own rules count", async () => {
  expect(about(await settled({ 'my-rules.txt': '||mine.test/x' }), 'mine.test')).toBe(true);
});

const LISTS = '../shared/lists/easylist';
const absent = !existsSync(LISTS);
if (absent) console.log('skipped: hosts that public lists are about, for ../shared is not there');

it.skipIf(absent)(
  'of public lists, whatever is blocked by a rule with a name has one',
  async () => {
    const texts = readdirSync(LISTS).map((name) => [name, readFileSync(join(LISTS, name), 'utf8')]);
    const rules = await settled(Object.fromEntries(texts));
    const hosts = ['www.facebook.com', 'google-analytics.com', 'static.doubleclick.net'];
    for (const host of hosts) expect(about(rules, host), host).toBe(true);
    const rows = readFileSync('../shared/corpora/consensus-elep/requests.jsonl', 'utf8');
    let named = 0;
    for (const line of rows.trim().split('\n').slice(0, 5_000)) {
      const { url, sourceUrl } = JSON.parse(line) as { url: string; sourceUrl: string };
      const { hostname } = new URL(url);
      const verdict = verdictOf(rules.match(requestOf(url, 'script', { from: sourceUrl }), null));
      if (!/^(?:block|important) \|\|/.test(verdict)) continue;
      named += 1;
      expect(about(rules, hostname), `${url}: ${verdict}`).toBe(true);
    }
    expect(named).toBeGreaterThan(100);
  },
  60_000,
);
