import type { Hono } from 'hono';
import type { TimeRange } from '../../model/log.ts';
import type { Env, StatusContext } from '../env.ts';
import { parseNumber } from '../filter.ts';
import { frameFor, type Parts } from '../parts.ts';
import { siteNotes } from '../site-notes.ts';
import { parseStretch, type Stretch } from '../stretch.ts';
import { INSIGHT_STRETCHES, InsightPage } from '../views/insight.tsx';
import { SitePage } from '../views/insight-site.tsx';
import { TrackerPage } from '../views/insight-tracker.tsx';
import { document } from '../views/layout.tsx';

const MAX_NAME = 300;

/** Who could link what; what one tracker, one site tried; the week beside the last. */
export function addInsightRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/insight', async (c) => c.html(await insight(c, parts)));
  app.get('/insight/tracker', (c) => tracker(c, parts));
  app.get('/insight/site', (c) => site(c, parts));
  addInsightApi(app, parts);
}

function addInsightApi(app: Hono<Env>, { ports: { log, now } }: Parts): void {
  const range = (c: StatusContext) => rangeOf(c, now());
  app.get('/api/insight', async (c) => c.json(await allOf(log, range(c), now())));
  app.get('/api/insight/links', async (c) => c.json({ links: await log.links(range(c)) }));
  app.get('/api/insight/trackers', async (c) => c.json({ trackers: await log.trackers(range(c)) }));
  app.get('/api/insight/sites', async (c) => c.json({ sites: await log.sites(range(c)) }));
  app.get('/api/insight/week', async (c) => {
    const until = parseNumber(c.req.query('until') ?? null);
    return c.json(await log.weeks(until ?? now()));
  });
  app.get('/api/insight/tracker', async (c) => {
    const found = await log.tracker(nameOf(c), range(c));
    return found === null ? c.json({ error: 'no such tracker' }, 404) : c.json(found);
  });
  app.get('/api/insight/site', async (c) => {
    const found = await log.site(nameOf(c), range(c));
    return found === null ? c.json({ error: 'no such site' }, 404) : c.json(found);
  });
}

async function allOf(log: Parts['ports']['log'], range: TimeRange, now: number) {
  const [links, trackers, sites, weeks] = await Promise.all([
    log.links(range),
    log.trackers(range),
    log.sites(range),
    log.weeks(now),
  ]);
  return { range, links, trackers, sites, weeks };
}

function nameOf(c: StatusContext): string {
  return (c.req.query('name') ?? '').slice(0, MAX_NAME);
}

function stretchOf(c: StatusContext, now: number): Stretch {
  return parseStretch(c.req.query('last') ?? null, INSIGHT_STRETCHES, now, '7d');
}

/** What `since` and `until` say, else the stretch of `last`. */
function rangeOf(c: StatusContext, now: number): TimeRange {
  const since = parseNumber(c.req.query('since') ?? null);
  if (since === null) return stretchOf(c, now).range;
  return { since, until: parseNumber(c.req.query('until') ?? null) ?? now };
}

async function insight(c: StatusContext, parts: Parts): Promise<string> {
  const { log, now, ownerOf } = parts.ports;
  const stretch = stretchOf(c, now());
  const all = await allOf(log, stretch.range, now());
  return document(
    'Insight',
    frameFor(c, parts),
    <InsightPage {...all} stretch={stretch} ownerOf={ownerOf} />,
  );
}

async function tracker(c: StatusContext, parts: Parts): Promise<Response> {
  const { log, now, ownerOf } = parts.ports;
  const stretch = stretchOf(c, now());
  const found = await log.tracker(nameOf(c), stretch.range);
  if (found === null) return c.notFound();
  const page = <TrackerPage tracker={found} stretch={stretch} owner={ownerOf(found.tracker)} />;
  return c.html(document(found.tracker, frameFor(c, parts), page));
}

async function site(c: StatusContext, parts: Parts): Promise<Response> {
  const { log, now, learnt } = parts.ports;
  const stretch = stretchOf(c, now());
  const found = await log.site(nameOf(c), stretch.range);
  if (found === null) return c.notFound();
  const notes = siteNotes(found, (await learnt.read()).gateways);
  const page = <SitePage site={found} stretch={stretch} notes={notes} />;
  return c.html(document(found.site, frameFor(c, parts), page));
}
