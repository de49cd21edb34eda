import type { Hono } from 'hono';
import type { LogRow } from '../../model/log.ts';
import { withWhy } from '../../model/unopened.ts';
import type { Env, StatusContext } from '../env.ts';
import { logAddress, parseNumber } from '../filter.ts';
import type { Parts } from '../parts.ts';
import { LogItem } from '../views/log-item.tsx';
import { conditionsIn, frameWithout } from './log.tsx';

/** Live rows as server-sent events: ready-made list items for the page, JSON for the API. */
export function addLiveRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/live', (c) => {
    const query = new URL(c.req.url).searchParams;
    const frame = frameWithout(c, parts, logAddress(query));
    const { now } = parts.ports;
    return stream(c, parts, (row) =>
      (<LogItem row={row} query={query} frame={frame} now={now()} />).toString(),
    );
  });
  app.get('/api/live', (c) => stream(c, parts, (row) => JSON.stringify(withWhy(row))));
}

function stream(c: StatusContext, parts: Parts, encode: (row: LogRow) => string): Response {
  const session = c.get('session');
  const token = c.get('token');
  const { now, tokens } = parts.ports;
  const alive = () =>
    session === null ? token !== null && tokens.has(token) : session.expiresAt > now();
  if (!alive()) return c.json({ error: 'not logged in' }, 401);
  const query = new URL(c.req.url).searchParams;
  // The header is what a browser sends when it reconnects; the query is where it began.
  const after = parseNumber(c.req.header('last-event-id') ?? query.get('after'));
  let forget: (() => void) | null = null;
  const live = parts.hub.open({
    conditions: conditionsIn(query, parts),
    after,
    encode,
    alive,
    ended: () => forget?.(),
  });
  if (live === null) {
    c.header('Retry-After', '30');
    return c.text('too many pages follow the log\n', 503);
  }
  if (session !== null) forget = parts.sessions.whenEnded(session.key, live.end);
  return c.body(live.stream, 200, {
    'Content-Type': 'text/event-stream',
    'X-Accel-Buffering': 'no',
  });
}
