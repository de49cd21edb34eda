/** A rule that hands connections to a transparent socket. */
export interface Steer {
  readonly family: 'ip' | 'ip6';
  /** The socket's address; null where the rule names none. */
  readonly address: string | null;
  readonly port: number;
  /** The mark that is set on the packets; null where none is. */
  readonly mark: number | null;
}

/** What of a firewall concerns steered connections. */
export interface Ruleset {
  readonly steers: readonly Steer[];
  /** The interfaces that the tables with such rules name. */
  readonly interfaces: readonly string[];
  /** What happens to UDP port 443 that passes through. */
  readonly quic: 'reject' | 'drop' | 'free';
  /** Chains for incoming packets that drop what nothing accepts, and accept no mark: `inet filter input`. */
  readonly droppingInput: readonly string[];
  /** Some rules are of iptables; what they do is not said in full. */
  readonly foreign: boolean;
}

type Json = { readonly [key: string]: unknown };

interface Chain {
  readonly name: string;
  readonly hook: string | null;
  readonly policy: string | null;
  readonly rules: readonly (readonly Json[])[];
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
/** A member of what should be an object; undefined where it is none. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isJson(inner) ? inner[key] : undefined), value);

/**
 * Reads what `nft -j list ruleset` prints (libnftables-json(5)). Null for what
 * is not that. Jumps are followed.
 */
export function parseRuleset(text: string): Ruleset | null {
  const items = itemsOf(text);
  if (items === null) return null;
  const chains = chainsOf(items);
  const steers = items.flatMap((item) => steerOf(expressions(item)) ?? []);
  const marks = new Set(steers.map(({ mark }) => mark));
  const hooked = (hook: string) => [...chains].filter(([, chain]) => chain.hook === hook);
  return {
    steers,
    interfaces: interfacesOf(items),
    quic: quicOf(hooked('forward').flatMap(([key, chain]) => allRules(key, chain, chains))),
    droppingInput: hooked('input')
      .filter(([key, chain]) => drops(chain) && !accepts(allRules(key, chain, chains), marks))
      .map(([, { name }]) => name),
    foreign: items.some((item) => expressions(item).some((one) => 'xt' in one)),
  };
}

function itemsOf(text: string): readonly unknown[] | null {
  try {
    const list = at(JSON.parse(text), 'nftables');
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

const keyOf = (of: unknown, name: unknown): string =>
  `${String(at(of, 'family'))} ${String(at(of, 'table'))} ${String(name)}`;

function chainsOf(items: readonly unknown[]): ReadonlyMap<string, Chain> {
  const rules = new Map<string, (readonly Json[])[]>();
  for (const item of items) {
    const key = keyOf(at(item, 'rule'), at(item, 'rule', 'chain'));
    const known = rules.get(key);
    if (known === undefined) rules.set(key, [expressions(item)]);
    else known.push(expressions(item));
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return new Map(
    items.flatMap((item): readonly (readonly [string, Chain])[] => {
      const chain = at(item, 'chain');
      if (chain === undefined) return [];
      const key = keyOf(chain, at(chain, 'name'));
      const { hook, policy } = { hook: at(chain, 'hook'), policy: at(chain, 'policy') };
      return [
        [key, { name: key, hook: text(hook), policy: text(policy), rules: rules.get(key) ?? [] }],
      ];
    }),
  );
}

function expressions(item: unknown): readonly Json[] {
  const expr = at(item, 'rule', 'expr');
  return Array.isArray(expr) ? expr.filter(isJson) : [];
}

function steerOf(expr: readonly Json[]): Steer | null {
  const tproxy = expr.find((one) => 'tproxy' in one)?.['tproxy'];
  const port = at(tproxy, 'port');
  if (typeof port !== 'number') return null;
  const address = at(tproxy, 'addr');
  const mangle = expr.find((one) => at(one, 'mangle', 'key', 'meta', 'key') === 'mark');
  const mark = at(mangle, 'mangle', 'value');
  return {
    family: at(tproxy, 'family') === 'ip6' ? 'ip6' : 'ip',
    address: typeof address === 'string' ? address : null,
    port,
    mark: typeof mark === 'number' ? mark : null,
  };
}

function interfacesOf(items: readonly unknown[]): readonly string[] {
  const steering = new Set(
    items
      .filter((item) => steerOf(expressions(item)) !== null)
      .map((item) => at(item, 'rule', 'table')),
  );
  const names = items
    .filter((item) => steering.has(at(item, 'rule', 'table')))
    .flatMap(expressions)
    .filter((one) => at(one, 'match', 'left', 'meta', 'key') === 'iifname')
    .flatMap((one) => valuesOf(at(one, 'match', 'right')))
    .filter((name) => typeof name === 'string');
  return [...new Set(names)];
}

/** A value, or all of a set. */
function valuesOf(right: unknown): readonly unknown[] {
  const set = at(right, 'set');
  return Array.isArray(set) ? set : [right];
}

/** The rules of a chain and of those it jumps to, each chain once. */
function allRules(
  key: string,
  chain: Chain,
  chains: ReadonlyMap<string, Chain>,
  seen = new Set<string>(),
): readonly (readonly Json[])[] {
  if (seen.has(key)) return [];
  seen.add(key);
  const prefix = key.slice(0, key.lastIndexOf(' ') + 1);
  return chain.rules.flatMap((expr) => {
    const target = expr
      .map((one) => at(one, 'jump', 'target') ?? at(one, 'goto', 'target'))
      .find((name) => name !== undefined);
    const next = target === undefined ? undefined : chains.get(prefix + String(target));
    return next === undefined ? [expr] : allRules(prefix + String(target), next, chains, seen);
  });
}

function quicOf(rules: readonly (readonly Json[])[]): Ruleset['quic'] {
  const about = rules.filter((expr) =>
    expr.some(
      (one) =>
        at(one, 'match', 'left', 'payload', 'protocol') === 'udp' &&
        at(one, 'match', 'left', 'payload', 'field') === 'dport' &&
        valuesOf(at(one, 'match', 'right')).includes(443),
    ),
  );
  const isReject = (one: Json) => 'reject' in one || at(one, 'xt', 'name') === 'REJECT';
  if (about.some((expr) => expr.some(isReject))) return 'reject';
  return about.some((expr) => expr.some((one) => 'drop' in one)) ? 'drop' : 'free';
}

function drops({ policy, rules }: Chain): boolean {
  const last = rules.at(-1) ?? [];
  const always = last.every((one) => !('match' in one) && at(one, 'xt', 'type') !== 'match');
  return policy === 'drop' || (always && last.some((one) => 'drop' in one || 'reject' in one));
}

/** Whether a rule lets the marked packets in: by their mark, as steered ones, or all of an interface. */
function accepts(rules: readonly (readonly Json[])[], marks: ReadonlySet<number | null>): boolean {
  return rules.some((expr) => {
    if (!expr.some((one) => 'accept' in one)) return false;
    // What iptables asks for beyond nft's own words is not told; it is no rule for all.
    if (expr.some((one) => 'xt' in one)) return false;
    const matches = expr.filter((one) => 'match' in one);
    return matches.every((one) => fits(at(one, 'match'), marks));
  });
}

function fits(match: unknown, marks: ReadonlySet<number | null>): boolean {
  if (at(match, 'left', 'socket', 'key') === 'transparent') return true;
  const key = at(match, 'left', 'meta', 'key');
  // An accepted interface may be another one; who has such a rule is not to be frightened.
  if (key === 'iifname' || key === 'iif')
    return valuesOf(at(match, 'right')).some((name) => name !== 'lo');
  if (key !== 'mark') return false;
  return valuesOf(at(match, 'right')).some((value) => marks.has(value as number | null));
}
