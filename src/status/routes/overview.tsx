import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { parseNumber } from '../filter.ts';
import { readHousehold } from '../household-overview.ts';
import { frameFor, type Parts } from '../parts.ts';
import { parseStretch } from '../stretch.ts';
import { document } from '../views/layout.tsx';
import { OVERVIEW_STRETCHES, OverviewPage } from '../views/overview.tsx';

/** The first page, and its numbers as JSON. */
export function addOverviewRoutes(app: Hono<Env>, parts: Parts): void {
  const { log, now } = parts.ports;
  app.get('/', async (c) => c.html(await overview(c, parts)));
  app.get('/api/overview', async (c) => {
    const stretch = parseStretch(c.req.query('last') ?? null, ['24h', '7d', '30d'], now());
    const since = parseNumber(c.req.query('since') ?? null);
    const until = parseNumber(c.req.query('until') ?? null);
    const range = since === null ? stretch.range : { since, until: until ?? now() };
    return c.json(await log.overview(range));
  });
  app.get('/api/health', async (c) => {
    const stretch = parseStretch('24h', ['24h'], now());
    return c.json((await readHousehold(parts.ports, stretch)).health);
  });
}

async function overview(c: StatusContext, parts: Parts): Promise<string> {
  const { ports } = parts;
  const stretch = parseStretch(c.req.query('last') ?? null, OVERVIEW_STRETCHES, ports.now());
  const household = await readHousehold(ports, stretch);
  const frame = frameFor(c, parts);
  return document(
    'Overview',
    frame,
    <OverviewPage {...household} frame={frame} ownerOf={ports.ownerOf} />,
  );
}
