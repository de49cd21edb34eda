import type { Proof } from '../model/program.ts';
import type { ExchangeContext } from './context.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import { trustedName } from './trust-watch.ts';

/** What the onboarding page asks of the proxy to find out whether a browser trusts it. */
const TRUST_CHECK = '/trust';

interface Tools {
  readonly parts: Pick<ProxyParts, 'rules' | 'trust'>;
  readonly settings: Pick<ProxySettings, 'internal'>;
}

/**
 * Tells of an exchange under our leaf that was completed: the handshake shows
 * that the program accepted the leaf, the answer it took that it went on to use it.
 */
export function noteTrust(ctx: ExchangeContext, { parts, settings }: Tools): void {
  const { connection, device, clientToProxyRequest: request } = ctx;
  const { program: fingerprint, destination, sni, encrypted } = connection;
  if (!encrypted || fingerprint === null || destination === null) return;
  const hostname = trustedName(destination, sni);
  const proof = (): Proof => {
    if (hostname === settings.internal) {
      return ctx.outgoing.path.startsWith(TRUST_CHECK) ? 'check' : 'internal';
    }
    return parts.rules().matchHost(hostname, device) === null ? 'use' : 'probe';
  };
  const userAgent = request.headers['user-agent'] ?? null;
  ctx.proxyToClientResponse.once('finish', () => {
    parts.trust.carried({ device: device.id, fingerprint, hostname }, proof, userAgent);
  });
}
