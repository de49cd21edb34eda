import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { parseAuthority } from '../model/terms.ts';
import { sameText } from './access.ts';
import { browserName } from './browser-name.ts';
import type { Env, StatusContext } from './env.ts';
import { isWpadHost } from './pac.ts';
import type { Settings } from './ports.ts';
import { isLoopback } from './rate-limit.ts';
import type { Session, Sessions, Visitor } from './sessions.ts';

/** The longest address that a login or a form returns to. */
export const MAX_NEXT = 1_000;

/**
 * Refuses requests that name another host: a site whose name was rebound to
 * this machine's address must not read the household's log.
 */
export function onlyKnownHosts(settings: Settings): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { host, hostname, pathname } = new URL(c.req.url);
    const findsUs =
      (pathname === '/wpad.dat' && isWpadHost(hostname)) ||
      (pathname === '/trust' && hostname === settings.probeAddress);
    if (findsUs || isKnownHost(host, settings)) return next();
    return c.text(
      `This page does not answer to "${host.slice(0, 100)}". If that is a name of this machine, add it to status.hosts in config/eyelid.yaml.\n`,
      421,
    );
  };
}

/** Whether a host (with or without port) is one of ours. */
export function isKnownHost(host: string, settings: Settings): boolean {
  const hostname = parseAuthority(host, 80)?.hostname;
  if (hostname === undefined) return false;
  return (
    hostname === settings.internalName ||
    hostname === 'localhost' ||
    isLoopback(hostname) ||
    settings.hostNames().includes(hostname)
  );
}

/**
 * Headers of every response. Scripts and styles come from here only; the
 * addresses of the trust check may be fetched. The referrer policy is
 * `same-origin` because with `no-referrer` browsers send `Origin: null` with
 * our own forms (Fetch, "append a request Origin header"), and the check of
 * the origin would be lost on plain HTTP, where there is no Sec-Fetch-Site.
 */
export function securityHeaders(settings: Settings): MiddlewareHandler<Env> {
  const trust = [settings.internalName, settings.probeAddress]
    .flatMap((host) => [`http://${host}`, `https://${host}`])
    .join(' ');
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${trust}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return async (c, next) => {
    await next();
    const headers = c.res.headers;
    headers.set('Content-Security-Policy', policy);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('X-Frame-Options', 'DENY');
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  };
}

/** Who asks, as the list of logins names them. */
export function visitorOf(c: StatusContext): Visitor {
  const browser = browserName(c.req.header('user-agent') ?? '');
  return { address: c.env.info.clientAddress, browser };
}

/** Puts the session of the cookie, if any, into the context. */
export function findSession(sessions: Sessions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const id = getCookie(c, cookieName(c));
    c.set('session', id === undefined ? null : sessions.find(id));
    await next();
  };
}

/**
 * Under TLS the cookie has another name, because browsers let a page on plain
 * HTTP neither read nor replace a secure cookie, and one on both would lock
 * people out. `__Host-` makes browsers insist on Secure and Path=/ (RFC 6265bis
 * section 4.1.3.2).
 */
function cookieName(c: StatusContext): string {
  return c.env.info.encrypted ? '__Host-eyelid' : 'eyelid';
}

export function setSessionCookie(c: StatusContext, id: string, seconds: number): void {
  setCookie(c, cookieName(c), id, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    secure: c.env.info.encrypted,
    maxAge: seconds,
  });
}

/**
 * Whether a write comes from our own page: the browser says so, where it says
 * anything. The token is checked besides.
 */
export function fromOwnPage(c: StatusContext): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  const scheme = c.env.info.encrypted ? 'https' : 'http';
  return origin === `${scheme}://${new URL(c.req.url).host}`;
}

export function tokenFits(session: Session, token: unknown): boolean {
  return typeof token === 'string' && sameText(token, session.csrf);
}

/** A path of this page to go on to after the login; all else is the overview. */
export function safeNext(text: unknown): string {
  if (typeof text !== 'string' || text.length > MAX_NEXT) return '/';
  // Browsers read `//x`, `/\x` and tabs between slashes as another host.
  return /^\/(?![/\\])[!-[\]-~]*$/.test(text) ? text : '/';
}
