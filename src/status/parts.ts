import type { Assets } from './assets.ts';
import type { StatusContext } from './env.ts';
import type { LiveHub } from './feed.ts';
import { MAX_NEXT } from './guard.ts';
import type { StatusPorts } from './ports.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Sessions } from './sessions.ts';
import type { Frame } from './views/layout.tsx';

/** What the routes share: what came from outside, and what lives as long as the page. */
export interface Parts {
  readonly ports: StatusPorts;
  readonly sessions: Sessions;
  readonly hub: LiveHub;
  readonly assets: Assets;
  /** Failed logins. */
  readonly tries: RateLimit;
  /** Wrong tokens. */
  readonly tokenTries: RateLimit;
  /** Key of the tokens of forms that nobody is logged in for. */
  readonly formKey: Uint8Array;
}

/** The frame of a page for whoever asks; shows and forgets the waiting notice. */
export function frameFor(c: StatusContext, parts: Parts): Frame {
  const session = c.get('session');
  const { pathname, search } = new URL(c.req.url);
  return {
    assets: parts.assets,
    csrf: session?.csrf ?? null,
    pauses: session === null ? [] : parts.ports.pauses.list(),
    notice: session === null ? null : parts.sessions.takeNotice(session.key),
    // Every form repeats it, and `safeNext` takes no longer one back.
    here: (pathname + search).length > MAX_NEXT ? pathname.slice(0, MAX_NEXT) : pathname + search,
  };
}

/** Whether this very request shows that the device trusts the authority. */
export function showsTrust(c: StatusContext, parts: Parts): boolean {
  const { encrypted, viaProxy } = c.env.info;
  const { hostname } = new URL(c.req.url);
  const { internalName, probeAddress } = parts.ports.settings;
  return encrypted && viaProxy && (hostname === internalName || hostname === probeAddress);
}
