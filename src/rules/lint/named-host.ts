import type { Pattern } from '../filter/filter.ts';

/** A hostname that begins a pattern, up to what ends a host in a URL. */
const LEADING_HOST = /^([0-9a-z_][0-9a-z._-]*|\[[0-9a-f:.]+\])(?=[/^:?])/i;

/** The same after a scheme: `https://a.example/x`. */
const AFTER_SCHEME = /^(?:[a-z*]+)?:\/\/([0-9a-z_][0-9a-z._-]*)(?=[/^:?])/i;

/**
 * The whole hostname that a pattern asks for, or null where it names none or a
 * part of one: `||a.example/x` asks for a.example, `||ads.` for many.
 */
export function namedHost({ kind, text, left }: Pattern): string | null {
  if (kind === 'host') return text;
  if (kind !== 'text') return null;
  const match = left === 'host' ? LEADING_HOST.exec(text) : AFTER_SCHEME.exec(text);
  return match?.[1]?.toLowerCase() ?? null;
}

/** The longest DNS name: RFC 1035 section 2.3.4. */
const MAX_HOST = 253;

/**
 * A hostname and every name above it: `a.b.example`, `b.example`, `example`.
 * What is too long for a name stands alone: a hostile line may have hundreds of labels.
 */
export function* withParents(host: string): Generator<string, void, void> {
  yield host;
  if (host.length > MAX_HOST) return;
  // An IPv6 address has no dots, an IPv4 address only names that nobody has.
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    yield host.slice(dot + 1);
  }
}

/** Whether a hostname is the name or below it. */
export function isWithin(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}
