import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import type { Config } from './config/schema.ts';
import type { Home } from './home.ts';
import type { Download } from './model/download.ts';
import { Destinations } from './proxy/destinations.ts';
import { createDownload } from './proxy/download.ts';
import { upstreamContext } from './proxy/trust-roots.ts';
import { createRoster, type Roster } from './rules/subscribe/roster.ts';
import type { Subscriptions } from './rules/subscribe/subscriptions.ts';
import type { Lists } from './status/ports.ts';
import { VERSION } from './version.ts';

/** Which lists a home subscribes to: what its config names and what was added since. */
export function openRoster(home: Home, config: Config, warn: (message: string) => void): Roster {
  const folder = join(home.data, 'lists');
  return createRoster({ folder, configured: config.rules.subscriptions, warn });
}

/**
 * The client by which lists are downloaded, made when the first one is: the
 * start of the proxy does not wait for it. `ownPorts` are never asked. To make
 * a `context` takes long enough for requests to notice: the proxy's own should
 * be given where there is a proxy.
 */
export function listDownload(
  config: Config,
  ownPorts: () => readonly number[],
  context: () => SecureContext = () => upstreamContext(config.upstream.extraCa),
): Download {
  const { hosts, allowPrivate, timeouts } = config.upstream;
  let download: Download | null = null;
  return (url, options) => {
    download ??= createDownload(
      new Destinations({
        hosts,
        allowPrivate,
        isOwnPort: (port) => ownPorts().includes(port),
      }),
      { context: context(), timeouts, userAgent: `Eyelid/${VERSION}` },
    );
    return download(url, options);
  };
}

/** What the page may ask and change of the lists. */
export function listsPort(lists: Subscriptions): Lists {
  return {
    list: () => lists.list(),
    update: (names) => lists.begin(names),
    add: async (source, name, trusted) => {
      const added = await lists.add(source, name, trusted);
      await lists.begin([added.name]);
      return added;
    },
    remove: (name) => lists.remove(name),
  };
}
