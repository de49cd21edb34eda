import type { SecureContext } from 'node:tls';
import type { Config } from './config/schema.ts';
import type { Download } from './model/download.ts';
import { Destinations } from './proxy/destinations.ts';
import { createDownload } from './proxy/download.ts';
import { upstreamContext } from './proxy/trust-roots.ts';
import { VERSION } from './version.ts';

/** A list that stops coming for so long has stopped for good; pages may be silent for longer. */
const IDLE = 30_000;

/**
 * The client for lists, by the settings of the proxy: the same hosts, the same
 * authorities, the same closed ranges. Works without a running proxy.
 */
export function createDownloader(
  { listen, upstream }: Pick<Config, 'listen' | 'upstream'>,
  context: SecureContext = upstreamContext(upstream.extraCa),
): Download {
  const own = new Set([listen.proxy.port, listen.status.port]);
  const destinations = new Destinations({
    hosts: upstream.hosts,
    allowPrivate: upstream.allowPrivate,
    isOwnPort: (port) => own.has(port),
  });
  const timeouts = { connect: upstream.timeouts.connect, idle: IDLE };
  return createDownload(destinations, { context, timeouts, userAgent: `Eyelid/${VERSION}` });
}
