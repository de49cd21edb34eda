import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';

/** A home network's resolver answers at once; one that does not is not asked twice. */
const TIMEOUT = 2_000;

/**
 * Asks for the hostnames of an address (PTR, RFC 1035 section 3.5). The
 * servers are those named, else those of this machine that are in the home
 * network, else the default gateway: which is mostly the router, who knows its
 * DHCP clients. Public resolvers know nothing of a home's addresses and are
 * not told of them. Rejects where there is nobody to ask, and as `dns` does.
 */
export function reverseLookup(
  servers: readonly string[],
): (address: string) => Promise<readonly string[]> {
  let resolver: Resolver | null = null;
  return async (address) => {
    resolver ??= openResolver(servers);
    if (resolver.getServers().length === 0) throw new Error('there is no resolver to ask');
    return resolver.reverse(address);
  };
}

function openResolver(named: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: TIMEOUT, tries: 1 });
  const own = resolver.getServers().filter(isAtHome);
  const servers = named.length > 0 ? named : own.length > 0 ? own : gateways();
  resolver.setServers([...servers]);
  return resolver;
}

/** Private, unique-local and loopback addresses, where `dns` writes them with or without port. */
function isAtHome(server: string): boolean {
  return /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?(?:::1(?:$|\])|f[cd][0-9a-f]{2}:))/i.test(
    server,
  );
}

function gateways(): readonly string[] {
  try {
    return defaultGateways(readFileSync('/proc/self/net/route', 'latin1')).filter(isAtHome);
  } catch {
    return [];
  }
}

/**
 * Reads `/proc/net/route`: interface, destination, gateway and flags in
 * hexadecimal, the bytes of addresses in the machine's order, which is the
 * reverse of the network's on all machines that Node runs on but s390x.
 */
export function defaultGateways(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, destination, gateway = ''] = line.trim().split(/\s+/, 4);
    if (destination !== '00000000' || !/^[0-9A-F]{8}$/i.test(gateway)) return [];
    const bytes = (gateway.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    const address = bytes.reverse().join('.');
    return address === '0.0.0.0' ? [] : [address];
  });
}
