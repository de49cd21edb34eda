import type { Hono } from 'hono';
import { changePassword } from '../actions.ts';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { endLogin } from '../session-actions.ts';
import { changeSetting, lossOf } from '../setting-actions.ts';
import { document } from '../views/layout.tsx';
import { LossPage, SettingsPage } from '../views/settings.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

/** The settings that may be changed at run time, the password and the logins. */
export function addSettingRoutes(app: Hono<Env>, parts: Parts): void {
  const { runtime } = parts.ports;
  app.get('/settings', (c) => c.html(settingsPage(c, parts, null)));
  app.post('/settings', async (c) => {
    const loss = await lossOf(parts, c.get('form'));
    if (loss === null) return back(c, parts, await changeSetting(parts, c.get('form')));
    const frame = { ...frameFor(c, parts), here: '/settings' };
    return c.html(document('Settings', frame, <LossPage frame={frame} loss={loss} />));
  });
  app.post('/settings/password', async (c) => {
    const session = c.get('session');
    if (session === null) return c.redirect('/login', 303);
    const form = c.get('form');
    const outcome = await changePassword(parts, session, c.env.info.clientAddress, form);
    if (!outcome.ok) return c.html(settingsPage(c, parts, outcome.text), outcome.status);
    parts.sessions.leaveNotice(session.key, { text: `${outcome.text}.`, undo: null });
    return c.redirect('/settings', 303);
  });
  app.post('/settings/logins', (c) =>
    back(c, parts, endLogin(parts, c.get('session'), c.get('form'))),
  );
  app.get('/api/settings', (c) =>
    c.json({ settings: runtime.list(), problems: runtime.problems() }),
  );
  app.post('/api/settings', async (c) => {
    const loss = await lossOf(parts, c.get('form'));
    if (loss === null) return reply(c, await changeSetting(parts, c.get('form')));
    const error = `${loss.days} days of the log would go; say "sure": "yes" to do it all the same`;
    return c.json({ error, days: loss.days, before: loss.before }, 409);
  });
  app.get('/api/sessions', (c) => c.json({ sessions: parts.sessions.list() }));
  app.post('/api/sessions/end', (c) => reply(c, endLogin(parts, c.get('session'), c.get('form'))));
}

function settingsPage(c: StatusContext, parts: Parts, error: string | null): string {
  const { access, runtime, settings } = parts.ports;
  const frame = { ...frameFor(c, parts), here: '/settings' };
  return document(
    'Settings',
    frame,
    <SettingsPage
      frame={frame}
      settings={runtime.list()}
      problems={runtime.problems()}
      hasPassword={access.load()?.kind === 'password'}
      error={error}
      logins={parts.sessions.list()}
      own={c.get('session')?.key ?? null}
      version={settings.version}
    />,
  );
}
