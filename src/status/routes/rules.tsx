import type { Hono } from 'hono';
import type { RuleHits } from '../../model/insight.ts';
import { type AskedAddress, askedExchange, readAsked } from '../asked-address.ts';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { hitsByList, neverHit, placeNow } from '../rule-hits.ts';
import type { Weighed } from '../rules-port.ts';
import { document } from '../views/layout.tsx';
import { RuleExplainPage } from '../views/rule-explain.tsx';
import { RuleHitsPage } from '../views/rule-hits.tsx';
import { RulesPage } from '../views/rules.tsx';

const DAY = 24 * 3_600_000;
const WEEK = 7;
const SPANS = [1, WEEK, 30, 90] as const;
/** The longest words of the address that are looked at. */
const MAX_WORD = 1_000;

/** The page of all rules, and how often each applied. */
export function addRuleRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/rules', async (c) => c.html(await rules(c, parts)));
  app.get('/rules/hits', async (c) => c.html(await hits(c, parts)));
  app.get('/rules/explain', (c) => c.html(explainPage(c, parts)));
  app.get('/api/rules/explain', (c) => {
    const answer = explained(readAsked(new URL(c.req.url).searchParams), parts);
    return typeof answer === 'string' ? c.json({ error: answer }, 400) : c.json(answer);
  });
  app.get('/api/rules/hits', async (c) => c.json(await hitsOf(parts, c)));
}

async function rules(c: StatusContext, parts: Parts): Promise<string> {
  const { rules: port, ruleFiles, lists, learnt, log, identifiers, now } = parts.ports;
  const query = new URL(c.req.url).searchParams;
  const wish = (key: string) => (query.get(key) ?? '').slice(0, MAX_WORD);
  const [files, subscribed, learntNow, applied] = await Promise.all([
    ruleFiles.list(),
    lists.list(),
    learnt.read(),
    log.ruleHits({ since: now() - WEEK * DAY }),
  ]);
  const counts = new Map(hitsByList(applied).map(({ list, count }) => [list, count]));
  const own = new Set(files.map(({ name }) => name));
  const frame = frameFor(c, parts);
  const current = port.current();
  return document(
    'Rules',
    frame,
    <RulesPage
      frame={frame}
      size={current.size}
      files={files}
      lists={current.lists.filter(({ list }) => !own.has(list))}
      subscribed={subscribed}
      hitsOf={(list) => counts.get(list) ?? 0}
      identifiers={identifiers.list().length}
      personal={port.personal()}
      learnt={learntNow}
      wish={{ host: wish('host'), path: wish('path'), page: wish('page') }}
    />,
  );
}

function explainPage(c: StatusContext, parts: Parts): string {
  const asked = readAsked(new URL(c.req.url).searchParams);
  return document(
    'Which rule decides',
    frameFor(c, parts),
    <RuleExplainPage
      asked={asked}
      answer={asked.address === '' ? null : explained(asked, parts)}
      files={new Set(parts.ports.rules.current().lists.map(({ list }) => list))}
    />,
  );
}

/** What the rules in force make of an address; a sentence for what is none. */
function explained(asked: AskedAddress, { ports }: Parts): Weighed | string {
  const exchange = askedExchange(asked, { domainOf: ports.domainOf, now: ports.now() });
  if (typeof exchange === 'string') return exchange;
  return ports.rules.weigh(exchange) ?? 'no rule can be about this address';
}

/** What was applied, and what of the files of `rules/` was not. */
async function hitsOf(parts: Parts, c: StatusContext) {
  const { log, ruleFiles, now } = parts.ports;
  const asked = Number(c.req.query('days'));
  const days = SPANS.find((span) => span === asked) ?? WEEK;
  const list = (c.req.query('list') ?? '').slice(0, MAX_WORD);
  const [all, files] = await Promise.all([
    log.ruleHits({ since: now() - days * DAY }),
    ruleFiles.list(),
  ]);
  const isAsked = (name: string) => list === '' || name === list;
  const own = new Set(files.map(({ name }) => name));
  const hits = placeNow(
    all.filter((one) => isAsked(one.list)),
    (name) => (own.has(name) ? ruleFiles.rules(name) : null),
  );
  const never = files
    .filter(({ name }) => isAsked(name))
    .map(({ name }) => {
      const rules = ruleFiles.rules(name);
      return { list: name, rules: rules.length, never: neverHit(rules, hits) };
    });
  return { days, hits, never, names: namesOf(all, files) };
}

function namesOf(
  hits: readonly RuleHits[],
  files: readonly { readonly name: string }[],
): readonly string[] {
  return [...new Set([...files.map(({ name }) => name), ...hits.map(({ list }) => list)])];
}

async function hits(c: StatusContext, parts: Parts): Promise<string> {
  const { days, hits: found, never, names } = await hitsOf(parts, c);
  const list = c.req.query('list') ?? '';
  return document(
    'How often rules applied',
    frameFor(c, parts),
    <RuleHitsPage
      days={days}
      spans={SPANS}
      list={list === '' ? null : list}
      names={names}
      hits={hitsByList(found)}
      never={never}
    />,
  );
}
