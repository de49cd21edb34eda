import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from './env.ts';

const MAX_BODY = 64 * 1024;
/** Half a megabyte of rules, in a form that writes many a character as three. */
const MAX_RULE_BODY = 2 * 1024 * 1024;

/** Refuses bodies that are too long: more is read where rule files are edited than elsewhere. */
export function limitBodies(): MiddlewareHandler<Env> {
  const onError = (c: { text: (text: string, status: 413) => Response }) =>
    c.text('the body is too long\n', 413);
  const short = bodyLimit({ maxSize: MAX_BODY, onError });
  const long = bodyLimit({ maxSize: MAX_RULE_BODY, onError });
  return (c, next) => (isRuleText(c.req.path) ? long(c, next) : short(c, next));
}

function isRuleText(path: string): boolean {
  return /^\/(?:rules\/file|api\/rules\/(?:files|lint|preview))(?:\/|$)/.test(path);
}
