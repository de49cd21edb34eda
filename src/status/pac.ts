/** What devices do while the proxy does not answer. */
export type PacFallback = 'direct' | 'none';

/**
 * A proxy auto-configuration file: everything through the proxy, but for
 * plain names, names of the home network and private addresses, which stay at
 * home. If the proxy does not answer, devices go on without it (`direct`) or
 * are cut off (`none`). Only the host is looked at: browsers take path and
 * query away from addresses under https. Written without the functions that a
 * PAC host may offer, because some of them look names up and make each request
 * wait for DNS.
 */
export function pacFile(proxy: {
  readonly address: string;
  readonly port: number;
  readonly fallback: PacFallback;
}): string {
  const otherwise = proxy.fallback === 'direct' ? '; DIRECT' : '';
  const through = JSON.stringify(`PROXY ${bracketed(proxy.address)}:${proxy.port}${otherwise}`);
  return `function FindProxyForURL(url, host) {
  var name = String(host).toLowerCase().replace(/^\\[|\\]$|\\.$/g, '');
  if (name.indexOf(':') >= 0) {
    return /^(::1?$|f[cd]|fe[89ab])/.test(name) ? 'DIRECT' : ${through};
  }
  if (name.indexOf('.') < 0) return 'DIRECT';
  if (/\\.(local|lan|home\\.arpa|localhost)$/.test(name)) return 'DIRECT';
  if (/^\\d+\\.\\d+\\.\\d+\\.\\d+$/.test(name)) {
    return /^(0|10|127|169\\.254|192\\.168|172\\.(1[6-9]|2\\d|3[01]))\\./.test(name)
      ? 'DIRECT'
      : ${through};
  }
  return ${through};
}
`;
}

/**
 * The proxy's address for one who asked for the file under `asked` and reached
 * us at `reached`: the first of the two that is one of ours, else the likeliest
 * one. Where a connection was steered here, `reached` is not ours.
 */
export function pacAddress(
  asked: string,
  reached: string | undefined,
  addresses: readonly string[],
): string {
  const bare = asked.replace(/^\[|\]$/g, '');
  if (addresses.includes(bare)) return bare;
  if (reached !== undefined && addresses.includes(reached)) return reached;
  return addresses[0] ?? '127.0.0.1';
}

/**
 * Whether a host is one under which devices that find the proxy by themselves
 * ask for `/wpad.dat`: `wpad`, alone or in a domain of home networks. In any
 * other domain somebody else could own that name.
 */
export function isWpadHost(hostname: string): boolean {
  return /^wpad(?:\.(?:lan|local|localdomain|home|home\.arpa|internal|fritz\.box))?$/.test(
    hostname,
  );
}

/** An address as it stands in a URL. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
