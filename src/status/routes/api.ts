import type { Hono, MiddlewareHandler } from 'hono';
import type { DeviceId } from '../../model/device.ts';
import {
  addRule,
  changeDevice,
  changePassword,
  type Input,
  logIn,
  type Outcome,
  undoRule,
} from '../actions.ts';
import type { Env, StatusContext } from '../env.ts';
import { fromOwnPage, setSessionCookie, tokenFits, visitorOf } from '../guard.ts';
import type { Parts } from '../parts.ts';
import { changePause } from '../pause-actions.ts';
import { changeProgram, forgetProgram, retryHost } from '../program-actions.ts';

const DAY_SECONDS = 86_400;

/** Everything the pages show and do, as JSON. */
export function addApiRoutes(app: Hono<Env>, parts: Parts): void {
  addReads(app, parts);

  app.post('/api/login', async (c) => {
    const outcome = await logIn(parts, visitorOf(c), c.get('form').secret);
    if ('ok' in outcome) return reply(c, outcome);
    setSessionCookie(c, outcome.id, parts.ports.settings.sessionDays * DAY_SECONDS);
    return c.json({ csrf: outcome.session.csrf });
  });
  app.post('/api/logout', (c) => {
    const session = c.get('session');
    if (session !== null) parts.sessions.end(session.key);
    setSessionCookie(c, '', 0);
    return c.json({ done: 'Logged out' });
  });
  app.post('/api/password', async (c) => {
    const session = c.get('session');
    if (session === null) return c.json({ error: 'not logged in' }, 401);
    return reply(c, await changePassword(parts, session, c.env.info.clientAddress, c.get('form')));
  });
  app.post('/api/rules/allow', async (c) => reply(c, await addRule(parts, 'allow', c.get('form'))));
  app.post('/api/rules/block', async (c) => reply(c, await addRule(parts, 'block', c.get('form'))));
  app.post('/api/rules/undo', async (c) => reply(c, await undoRule(parts, c.get('form'))));
  app.post('/api/pauses', async (c) => reply(c, await changePause(parts, c.get('form'))));
  app.post('/api/devices/:id', async (c) =>
    reply(c, await changeDevice(parts, c.req.param('id'), c.get('form'))),
  );
  addProgramWrites(app, parts);
}

function addProgramWrites(app: Hono<Env>, parts: Parts): void {
  const wish = (c: StatusContext) => ({
    device: c.req.param('id') ?? '',
    program: c.req.param('program') ?? '',
  });
  app.post('/api/devices/:id/programs/:program', async (c) =>
    reply(c, await changeProgram(parts, wish(c), c.get('form'))),
  );
  app.post('/api/devices/:id/programs/:program/retry', async (c) =>
    reply(c, await retryHost(parts, wish(c), c.get('form'))),
  );
  app.post('/api/devices/:id/programs/:program/forget', async (c) =>
    reply(c, await forgetProgram(parts, wish(c))),
  );
}

function addReads(app: Hono<Env>, parts: Parts): void {
  const { rules, devices, pauses, access } = parts.ports;
  app.get('/api/session', (c) => {
    const session = c.get('session');
    if (session === null) return c.json({ loggedIn: false });
    const hasPassword = access.load()?.kind === 'password';
    const { csrf, expiresAt } = session;
    return c.json({ loggedIn: true, csrf, expiresAt, hasPassword });
  });
  app.get('/api/rules', (c) => {
    const { size, lists } = rules.current();
    return c.json({ size, lists, personal: rules.personal() });
  });
  app.get('/api/devices', (c) => c.json({ devices: devices.list() }));
  app.get('/api/devices/:id/programs', (c) =>
    c.json({ programs: parts.ports.programs.list(c.req.param('id') as DeviceId) }),
  );
  app.get('/api/pauses', (c) => c.json({ pauses: pauses.list(), groups: pauses.groups }));
}

/**
 * A write needs a JSON body, which another site cannot send without asking
 * first, and, but for the login, the token of the session in `X-CSRF-Token`.
 */
export function checkWrites(): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method !== 'POST' || !c.req.path.startsWith('/api/')) return next();
    const input = await readJson(c);
    if (input === null) return c.json({ error: 'a JSON object is needed' }, 415);
    const session = c.get('session');
    const isLogin = c.req.path === '/api/login';
    const token = c.req.header('x-csrf-token');
    const byLogin = session !== null && fromOwnPage(c) && tokenFits(session, token);
    if (c.get('token') === null && !byLogin && !(isLogin && fromOwnPage(c))) {
      return c.json({ error: 'the header X-CSRF-Token does not fit' }, 403);
    }
    c.set('form', input);
    return next();
  };
}

async function readJson(c: StatusContext): Promise<Input | null> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return null;
  try {
    const value: unknown = JSON.parse(await c.req.text(), withoutOwnWriting);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Input)
      : null;
  } catch {
    return null;
  }
}

/** A value that says itself how it is written would throw where a sentence quotes it. */
function withoutOwnWriting(key: string, value: unknown): unknown {
  return key === 'toString' || key === 'valueOf' ? undefined : value;
}

export function reply(c: StatusContext, outcome: Outcome): Response {
  if (!outcome.ok) return c.json({ error: outcome.text }, outcome.status);
  return c.json({ done: outcome.text, rule: outcome.rule });
}
