import type { Hono } from 'hono';
import { logIn, loginToken, loginTokenFits } from '../actions.ts';
import type { Env, StatusContext } from '../env.ts';
import { fromOwnPage, safeNext, setSessionCookie, visitorOf } from '../guard.ts';
import { frameFor, type Parts, showsTrust } from '../parts.ts';
import { document } from '../views/layout.tsx';
import { LoginPage } from '../views/login.tsx';
import { readForm } from './forms.tsx';

const DAY_SECONDS = 86_400;

/** Logging in and out. */
export function addSessionRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/login', (c) => {
    const next = safeNext(c.req.query('next'));
    if (c.get('session') !== null) return c.redirect(next, 303);
    return c.html(loginPage(c, parts, next, null));
  });

  app.post('/login', async (c) => {
    const { clientAddress } = c.env.info;
    const form = await readForm(c);
    const next = safeNext(form?.next);
    if (form === null || !fromOwnPage(c) || !loginTokenFits(parts, clientAddress, form.csrf)) {
      return c.html(loginPage(c, parts, next, 'This page was too old. Try again.'), 403);
    }
    const outcome = await logIn(parts, visitorOf(c), form.secret);
    if ('ok' in outcome) {
      const status = outcome.ok ? 401 : outcome.status;
      return c.html(loginPage(c, parts, next, outcome.text), status);
    }
    // Whoever was logged in with this cookie before is not any more.
    const before = c.get('session');
    if (before !== null) parts.sessions.end(before.key);
    setSessionCookie(c, outcome.id, parts.ports.settings.sessionDays * DAY_SECONDS);
    return c.redirect(next, 303);
  });

  app.post('/logout', (c) => {
    const session = c.get('session');
    if (session !== null) parts.sessions.end(session.key);
    setSessionCookie(c, '', 0);
    return c.redirect('/login', 303);
  });
}

function loginPage(c: StatusContext, parts: Parts, next: string, error: string | null): string {
  return document(
    'Log in',
    { ...frameFor(c, parts), csrf: null },
    <LoginPage
      kind={parts.ports.access.load()?.kind ?? 'code'}
      token={loginToken(parts, c.env.info.clientAddress)}
      next={next}
      error={error}
      trusted={showsTrust(c, parts)}
    />,
  );
}
