import type { Hono } from 'hono';
import type { Outcome } from '../actions.ts';
import type { Env } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { document } from '../views/layout.tsx';
import { NotificationsPage } from '../views/notifications.tsx';
import { back } from './forms.tsx';

/** What is told outside of the house: where to, how that went, and a test. */
export function addNotificationRoutes(app: Hono<Env>, parts: Parts): void {
  const { notifications } = parts.ports;
  const state = () => ({
    events: notifications.events,
    detail: notifications.detail,
    targets: notifications.targets(),
  });
  app.get('/settings/notifications', (c) => {
    const frame = { ...frameFor(c, parts), here: '/settings/notifications' };
    const page = <NotificationsPage frame={frame} {...state()} />;
    return c.html(document('Notifications', frame, page));
  });
  app.get('/api/notifications', (c) => c.json(state()));
  app.post('/settings/notifications/test', async (c) => back(c, parts, await test(parts)));
  app.post('/api/notifications/test', async (c) => {
    const errors = await notifications.test();
    const targets = notifications.targets().map(({ kind, host }, at) => {
      return { kind, host, error: errors[at] ?? null };
    });
    return c.json({ targets });
  });
}

async function test({ ports }: Parts): Promise<Outcome> {
  const errors = await ports.notifications.test();
  if (errors.length === 0) {
    const text = 'testing the notifications: the config file names nowhere to send them';
    return { ok: false, text, status: 400 };
  }
  const failed = errors.filter((error) => error !== null);
  if (failed.length === 0) return { ok: true, text: 'The test was taken everywhere', rule: null };
  return { ok: false, text: `The test was not taken: ${failed.join('; ')}.`, status: 409 };
}
