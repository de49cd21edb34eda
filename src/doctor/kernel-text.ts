/** A listening TCP socket. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly transparent: boolean;
}

/**
 * Reads `ss -ltnHO --inet-sockopt` (iproute2): a line a socket, state, two
 * queues, the local and the peer address, and the options in parentheses.
 */
export function parseSockets(text: string): readonly ListeningSocket[] {
  return text.split('\n').flatMap((line) => {
    const local = line.trim().split(/\s+/, 4)[3];
    const match = /^(.*):(\d+)$/.exec(local ?? '');
    if (match?.[1] === undefined || !line.startsWith('LISTEN')) return [];
    const address = match[1].replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    return [{ address, port: Number(match[2]), transparent: /\btransparent\b/.test(line) }];
  });
}

/** The table that a mark leads to, by `ip -j rule`; null where none does. */
export function tableOfMark(rules: string, mark: number): string | null {
  const rule = objects(rules).find(({ fwmark }) => Number(fwmark) === mark);
  const table = rule?.['table'];
  return typeof table === 'string' || typeof table === 'number' ? String(table) : null;
}

/** Whether a table delivers everything to this machine, by `ip -j route show table N`. */
export function deliversLocally(routes: string): boolean {
  return objects(routes).some(({ type, dst }) => type === 'local' && dst === 'default');
}

/** A default route that a router's advertisement made. */
export interface AdvertisedRoute {
  readonly gateway: string;
  readonly interface: string;
}

/** Reads `ip -j -6 route show default`. */
export function parseAdvertised(text: string): readonly AdvertisedRoute[] {
  return objects(text).flatMap(({ protocol, gateway, dev }) =>
    protocol === 'ra' && typeof gateway === 'string' && typeof dev === 'string'
      ? [{ gateway, interface: dev }]
      : [],
  );
}

/** The objects of a JSON list; none for what is not that. */
function objects(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.filter((item) => typeof item === 'object' && item !== null);
  } catch {
    return [];
  }
}
