import type { Hono, MiddlewareHandler } from 'hono';
import { addRule, changeDevice, type Input, type Outcome, undoOf, undoRule } from '../actions.ts';
import type { Env, StatusContext } from '../env.ts';
import { fromOwnPage, safeNext, tokenFits } from '../guard.ts';
import { frameFor, type Parts } from '../parts.ts';
import { changePause } from '../pause-actions.ts';
import { changeProgram, forgetProgram, retryHost } from '../program-actions.ts';
import { document } from '../views/layout.tsx';
import { MessagePage } from '../views/message.tsx';

/** The fields of a form body; null for any other kind of body. */
export async function readForm(c: StatusContext): Promise<Input | null> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return null;
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}

/** Every form of a person who is logged in: from our own page, with the token. */
export function checkForms(parts: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { pathname } = new URL(c.req.url);
    if (c.req.method !== 'POST' || pathname === '/login' || pathname.startsWith('/api/')) {
      return next();
    }
    const session = c.get('session');
    const form = await readForm(c);
    if (session === null || form === null || !fromOwnPage(c) || !tokenFits(session, form.csrf)) {
      const text =
        'This form did not come from a fresh page of yours. Go back, reload and try again.';
      return c.html(
        document('Refused', frameFor(c, parts), <MessagePage title="Refused" text={text} />),
        403,
      );
    }
    c.set('form', form);
    return next();
  };
}

/** The forms that change rules and devices. Each returns to where it came from. */
export function addFormRoutes(app: Hono<Env>, parts: Parts): void {
  app.post('/rules/allow', async (c) =>
    back(c, parts, await addRule(parts, 'allow', c.get('form'))),
  );
  app.post('/rules/block', async (c) =>
    back(c, parts, await addRule(parts, 'block', c.get('form'))),
  );
  app.post('/rules/undo', async (c) => back(c, parts, await undoRule(parts, c.get('form'))));
  app.post('/pauses', async (c) => back(c, parts, await changePause(parts, c.get('form'))));
  app.post('/devices/:id', async (c) =>
    back(c, parts, await changeDevice(parts, c.req.param('id'), c.get('form'))),
  );
  addProgramForms(app, parts);
}

function addProgramForms(app: Hono<Env>, parts: Parts): void {
  const path = '/devices/:id/programs/:program';
  const wish = (c: StatusContext) => ({
    device: c.req.param('id') ?? '',
    program: c.req.param('program') ?? '',
  });
  app.post(path, async (c) => back(c, parts, await changeProgram(parts, wish(c), c.get('form'))));
  app.post(`${path}/retry`, async (c) =>
    back(c, parts, await retryHost(parts, wish(c), c.get('form'))),
  );
  app.post(`${path}/forget`, async (c) => back(c, parts, await forgetProgram(parts, wish(c))));
}

/** Returns to where a form came from, with how it went. */
export function back(
  c: StatusContext,
  parts: Parts,
  outcome: Outcome,
): Response | Promise<Response> {
  if (!outcome.ok) {
    return c.html(
      document(
        'Not done',
        frameFor(c, parts),
        <MessagePage title="That did not work" text={outcome.text} />,
      ),
      outcome.status,
    );
  }
  const session = c.get('session');
  if (session !== null) {
    parts.sessions.leaveNotice(session.key, {
      text: `${outcome.text}.`,
      undo: undoOf(outcome),
    });
  }
  return c.redirect(safeNext(c.get('form').back), 303);
}
