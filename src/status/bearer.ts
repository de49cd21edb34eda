import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Tokens } from './tokens.ts';

/** What only a person who is logged in may ask: a token makes no other, and changes no password. */
const PERSONAL = /^\/api\/(?:tokens|password|logout|sessions)(?:\/|$)/;

/** Whether a token of that scope may ask for it at all. */
export function isForTokens(path: string): boolean {
  return (path.startsWith('/api/') && !PERSONAL.test(path)) || path === '/metrics';
}

/**
 * Puts the token of `Authorization: Bearer` (RFC 6750 section 2.1) into the
 * context. Whoever shows one is nobody else: a cookie beside it counts for
 * nothing. Other sites cannot send that header without asking first, which is
 * answered to none, so no further token is needed. One in the address is not
 * looked for, since addresses are written into logs. Wrong ones are refused,
 * and after too many the answer says so; the right one is never locked out,
 * because nobody guesses 256 bits.
 */
export function findToken(tokens: Tokens, tries: RateLimit): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('token', null);
    // As the router reads it: with %74 for a t it would be another word here, and the same there.
    const { path } = c.req;
    const given = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined || !isForTokens(path)) return next();
    const token = tokens.find(given);
    if (token === null) {
      c.header('WWW-Authenticate', 'Bearer error="invalid_token"');
      const left = tries.take(c.env.info.clientAddress);
      return left
        ? c.json({ error: 'no such token' }, 401)
        : c.json({ error: 'too many wrong tokens; wait a quarter of an hour' }, 429);
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && token.scope === 'read') {
      c.header('WWW-Authenticate', 'Bearer error="insufficient_scope", scope="write"');
      return c.json({ error: 'this token may only read' }, 403);
    }
    c.set('token', token);
    c.set('session', null);
    return next();
  };
}
