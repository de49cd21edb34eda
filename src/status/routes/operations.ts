import type { Hono } from 'hono';
import type { Env } from '../env.ts';
import { metricsText } from '../metrics.ts';
import type { Parts } from '../parts.ts';

const DAY = 86_400_000;

/** For the programs that watch this one: whether it runs, and its numbers. */
export function addOperationsRoutes(app: Hono<Env>, parts: Parts): void {
  // It says that the loop turns and the page answers, and nothing of the household.
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/metrics', async (c) =>
    c.body(await metrics(parts), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  );
}

async function metrics({ ports, hub }: Parts): Promise<string> {
  const { log, devices, rules, lists, authority, now, operations, settings } = ports;
  return metricsText({
    // A log that is broken is what these numbers are there to show.
    overview: await log.overview({ since: now() - DAY }).catch(() => null),
    devices: devices.list(),
    rules: rules.current(),
    subscriptions: await lists.list(),
    liveListeners: hub.listeners,
    certificateNotAfter: authority.notAfter,
    now: now(),
    version: settings.version,
    operations,
  });
}
