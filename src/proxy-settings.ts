import type { Config } from './config/schema.ts';
import { compileHostList } from './decide/host-list.ts';
import type { Level } from './model/device.ts';
import type { Hostname } from './model/terms.ts';
import type { ProxySettings } from './proxy/ports.ts';
import { addressSet } from './proxy/ranges.ts';
import { upstreamContextOnce } from './proxy/trust-roots.ts';

/** The name under which the page is reached through the proxy. */
export const INTERNAL_NAME = 'eyelid.internal' as Hostname;

/**
 * An address of nobody (TEST-NET-1, RFC 5737), for devices whose connections
 * are steered here and that therefore look names up themselves: only who is
 * steered here gets an answer from it, and to nobody else does it tell anything.
 */
export const PROBE_ADDRESS = '192.0.2.1' as Hostname;

/**
 * What the config says to the proxy. `trusted` is asked anew each time, since
 * it may be changed while the program runs. `otherPorts` are further ports of this
 * program, which nobody may reach through it.
 */
export function proxySettings(
  config: Config,
  trusted: () => Level,
  clients: ReturnType<typeof addressSet>,
  otherPorts: () => readonly number[],
): ProxySettings {
  const closed = compileHostList(config.tls.doNotIntercept.map(({ host }) => host));
  const withoutHttp2 = compileHostList(config.tls.noHttp2);
  return {
    clients,
    proxyProtocolFrom: addressSet(config.listen.proxyProtocolFrom),
    hosts: config.upstream.hosts,
    allowPrivate: config.upstream.allowPrivate,
    connectPorts: new Set(config.tls.connectPorts),
    doNotIntercept: closed.includes,
    get trusted() {
      return trusted();
    },
    offersHttp2: (hostname) => config.tls.http2 && !withoutHttp2.includes(hostname),
    upstreamContext: upstreamContextOnce(config.upstream.extraCa),
    timeouts: config.upstream.timeouts,
    internal: INTERNAL_NAME,
    probeAddress: PROBE_ADDRESS,
    otherPorts,
  };
}
