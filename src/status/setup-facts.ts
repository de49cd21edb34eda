import type { StatusContext } from './env.ts';
import { bracketed, pacAddress } from './pac.ts';
import type { Parts } from './parts.ts';

/** Where a device finds what it needs to be set up. */
export interface SetupFacts {
  readonly proxy: { readonly address: string; readonly port: number };
  readonly pacAddress: string;
  /** The page with its steps, under each address of this machine, the likeliest first. */
  readonly addresses: readonly string[];
}

/** The proxy's address as whoever asks reaches it. */
export function ownAddress(c: StatusContext, { ports }: Parts): string {
  const asked = new URL(c.req.url).hostname;
  return pacAddress(asked, c.env.info.localAddress, ports.settings.addresses());
}

/** As whoever asks may reach them; never under the internal name, which only the proxy knows. */
export function setupFacts(c: StatusContext, parts: Parts): SetupFacts {
  const { settings } = parts.ports;
  const address = ownAddress(c, parts);
  const port = settings.statusPort ?? Number(new URL(c.req.url).port || '80');
  const at = (host: string, path: string) => `http://${bracketed(host)}:${port}${path}`;
  return {
    proxy: { address, port: settings.proxyPort },
    pacAddress: at(address, '/proxy.pac'),
    addresses: [...new Set([address, ...settings.addresses()])].map((one) => at(one, '/welcome')),
  };
}
