import type { Hono } from 'hono';
import { withWhy } from '../../model/unopened.ts';
import type { Env } from '../env.ts';
import { parseNumber } from '../filter.ts';
import type { Parts } from '../parts.ts';
import { changeOf, conditionsIn } from './log.tsx';

const DEFAULT_ROWS = 100;
const MAX_ROWS = 1_000;

/** The log as JSON: all that its pages show. */
export function addLogApiRoutes(app: Hono<Env>, parts: Parts): void {
  const { log, rules } = parts.ports;
  app.get('/api/log', async (c) => {
    const query = new URL(c.req.url).searchParams;
    const asked = parseNumber(query.get('limit')) ?? DEFAULT_ROWS;
    const limit = Math.min(MAX_ROWS, Math.max(1, asked));
    const before = parseNumber(query.get('before'));
    const after = parseNumber(query.get('after'));
    const rows = await log.rows({
      ...conditionsIn(query, parts),
      ...(before === null ? {} : { before }),
      ...(after === null ? {} : { after }),
      limit,
    });
    return c.json({
      rows: rows.map(withWhy),
      next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
    });
  });
  app.get('/api/log/names', async (c) => {
    const [page, tracker, list] = await Promise.all([
      log.names('page'),
      log.names('tracker'),
      log.names('list'),
    ]);
    return c.json({ page, tracker, list });
  });
  app.get('/api/log/:id', async (c) => {
    const id = parseNumber(c.req.param('id'));
    const row = id === null ? null : await log.row(id);
    if (row === null) return c.json({ error: 'no such row' }, 404);
    const query = new URL(c.req.url).searchParams;
    return c.json({
      row: withWhy(row),
      meaning: row.rule === null ? null : rules.explain(row.rule),
      undoneMeaning: row.undone === null ? null : rules.explain(row.undone),
      weighed: rules.weigh(row),
      proposals: changeOf(row, query, parts).proposals,
    });
  });
}
