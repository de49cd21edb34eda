import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { AppError } from '../model/errors.ts';
import { plainAddress } from '../model/terms.ts';
import { loadAssets } from './assets.ts';
import { findToken, isForTokens } from './bearer.ts';
import { limitBodies } from './body-size.ts';
import type { Env, StatusContext } from './env.ts';
import { LiveHub } from './feed.ts';
import { findSession, onlyKnownHosts, securityHeaders } from './guard.ts';
import { frameFor, type Parts } from './parts.ts';
import type { ClientInfo, Settings, StatusPorts } from './ports.ts';
import { createRateLimit, isLoopback } from './rate-limit.ts';
import { addApiRoutes, checkWrites } from './routes/api.ts';
import { addBrokenRoutes } from './routes/broken.tsx';
import { addDeviceRoutes } from './routes/devices.tsx';
import { addFormRoutes, checkForms } from './routes/forms.tsx';
import { addIdentifierRoutes } from './routes/identifiers.tsx';
import { addInsightRoutes } from './routes/insight.tsx';
import { addLearntRoutes } from './routes/learnt.ts';
import { addListRoutes } from './routes/lists.tsx';
import { addLiveRoutes } from './routes/live.tsx';
import { addLogRoutes } from './routes/log.tsx';
import { addLogApiRoutes } from './routes/log-api.ts';
import { addNotificationRoutes } from './routes/notifications.tsx';
import { addOperationsRoutes } from './routes/operations.ts';
import { addOverviewRoutes } from './routes/overview.tsx';
import { addOwnDayRoutes, GUEST_PATHS } from './routes/own-day.tsx';
import { addPublicRoutes, PUBLIC_PATHS } from './routes/public.tsx';
import { addRuleFileRoutes } from './routes/rule-files.tsx';
import { addRuleTextRoutes } from './routes/rule-texts.ts';
import { addRuleRoutes } from './routes/rules.tsx';
import { addSessionRoutes } from './routes/session.tsx';
import { addSettingRoutes } from './routes/settings.tsx';
import { addSetupRoutes } from './routes/setup.tsx';
import { addTokenRoutes } from './routes/tokens.tsx';
import { Sessions } from './sessions.ts';
import { document } from './views/layout.tsx';
import { MessagePage } from './views/message.tsx';

/** The status page with its API, wherever its requests come from. */
export interface StatusPage {
  fetch(request: Request, info: ClientInfo): Promise<Response>;
  /** For Node's servers; resolves when the response is done. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse, info: ClientInfo): Promise<void>;
  /** All that can be asked, for whoever has to look at all of it: `GET /log/:id`. */
  readonly routes: readonly string[];
  /** Ends the live streams. */
  close(): void;
}

const KEY_BYTES = 32;
const TRIES = { perAddress: 5, overall: 100, windowMs: 15 * 60_000 } as const;

export function createStatus(ports: StatusPorts): StatusPage {
  const { log, feed, settings, now, random } = ports;
  const parts: Parts = {
    ports,
    sessions: new Sessions({
      days: () => settings.sessionDays,
      ...{ now, random, store: ports.sessions, reportError: ports.reportError },
    }),
    hub: new LiveHub({ log, feed }),
    assets: loadAssets(),
    tries: createRateLimit({ ...TRIES, now }),
    tokenTries: createRateLimit({ ...TRIES, now }),
    formKey: random(KEY_BYTES),
  };
  const app = createApp(parts);
  const infos = new WeakMap<IncomingMessage, ClientInfo>();
  const listener = getRequestListener(
    (request, env) => {
      const info = infos.get(env.incoming as IncomingMessage);
      return info === undefined
        ? new Response(null, { status: 500 })
        : app.fetch(request, { info });
    },
    // The globals are everybody's; the page does without the faster ones.
    { overrideGlobalObjects: false },
  );
  return {
    fetch: async (request, info) => app.fetch(request, { info }),
    handle: async (request, response, info) => {
      const { localAddress } = request.socket;
      const known = localAddress === undefined ? {} : { localAddress: plainAddress(localAddress) };
      infos.set(request, { ...info, ...known });
      await listener(request, response);
    },
    routes: routesOf(app),
    close: () => parts.hub.close(),
  };
}

/** Without what stands before all of them. */
function routesOf(app: Hono<Env>): readonly string[] {
  const asked = app.routes.filter(({ method }) => method !== 'ALL');
  return asked.map(({ method, path }) => `${method} ${path}`);
}

/** In this order: headers, host, size, who, login, token; then the routes. */
function createApp(parts: Parts): Hono<Env> {
  const app = new Hono<Env>();
  app.use(securityHeaders(parts.ports.settings));
  app.use(onlyKnownHosts(parts.ports.settings));
  app.use(limitBodies());
  app.use(findSession(parts.sessions));
  app.use(findToken(parts.ports.tokens, parts.tokenTries));
  app.use(needLogin(parts.ports.settings));
  app.use(checkForms(parts));
  // Before all routes: what is registered ahead of a check is not checked.
  app.use(checkWrites());
  addPublicRoutes(app, parts);
  addOperationsRoutes(app, parts);
  addSessionRoutes(app, parts);
  addSettingRoutes(app, parts);
  addOverviewRoutes(app, parts);
  addInsightRoutes(app, parts);
  // Before the devices: the page that adds one has an address below theirs.
  addSetupRoutes(app, parts);
  addDeviceRoutes(app, parts);
  addOwnDayRoutes(app, parts);
  addFormRoutes(app, parts);
  addLogRoutes(app, parts);
  addLogApiRoutes(app, parts);
  addLiveRoutes(app, parts);
  addApiRoutes(app, parts);
  addListRoutes(app, parts);
  addBrokenRoutes(app, parts);
  addRuleRoutes(app, parts);
  addRuleFileRoutes(app, parts);
  addRuleTextRoutes(app, parts);
  addTokenRoutes(app, parts);
  addNotificationRoutes(app, parts);
  addIdentifierRoutes(app, parts);
  addLearntRoutes(app, parts);
  app.notFound((c) => {
    if (c.req.path.startsWith('/api/')) return c.json({ error: 'not found' }, 404);
    const text = 'There is nothing at this address, or no longer.';
    return c.html(
      document('Not found', frameFor(c, parts), <MessagePage title="Not found" text={text} />),
      404,
    );
  });
  app.onError((error, c) => {
    // A log that cannot be read is nothing that a person could find out elsewhere.
    const told = error instanceof AppError && error.code === 'LOG_UNUSABLE' ? error.message : null;
    // Whoever reads the log says so once; each request that finds it so would fill the disk.
    if (told === null) parts.ports.reportError(error);
    if (c.req.path.startsWith('/api/')) return c.json({ error: told ?? 'failed' }, 500);
    if (told !== null) {
      const title = 'The log cannot be read';
      const text = `This page is made from it. Filtering goes on without it. ${told}`;
      const page = <MessagePage title={title} text={text} />;
      return c.html(document(title, frameFor(c, parts), page), 500);
    }
    return c.text('Something failed here. It was written to the log of the program.\n', 500);
  });
  return app;
}

/** Everything that is not listed as public needs a login, whatever is added later. */
function needLogin(settings: Settings): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (mayPass(c, settings)) return next();
    const { pathname, search } = new URL(c.req.url);
    if (settings.guest && pathname === '/') return c.redirect('/mine', 303);
    if (pathname.startsWith('/api/') || pathname === '/live' || pathname === '/metrics') {
      return c.json({ error: 'not logged in' }, 401);
    }
    const goal = c.req.method === 'GET' && pathname !== '/' ? pathname + search : null;
    return c.redirect(goal === null ? '/login' : `/login?next=${encodeURIComponent(goal)}`, 303);
  };
}

function mayPass(c: StatusContext, { guest }: Settings): boolean {
  const { pathname } = new URL(c.req.url);
  const { clientAddress, viaProxy } = c.env.info;
  if (c.get('session') !== null || PUBLIC_PATHS.includes(pathname)) return true;
  if (c.get('token') !== null && isForTokens(c.req.path)) return true;
  if (guest && GUEST_PATHS.includes(pathname) && c.req.method === 'GET') return true;
  return pathname === '/metrics' && !viaProxy && isLoopback(clientAddress) && !isPassedOn(c);
}

/** Whether a proxy of this machine says that it stands in for others, whom its address does not make the owner. */
function isPassedOn(c: StatusContext): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
}
