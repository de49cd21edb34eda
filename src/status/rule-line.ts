import { type Hostname, parseHostname } from '../model/terms.ts';
import { bracketed } from './pac.ts';

/** What a person wants allowed or blocked. */
export interface RuleWish {
  readonly action: 'allow' | 'block';
  readonly host: Hostname;
  /** Without the query; null for the whole host and its sub-domains. */
  readonly path: string | null;
  /** Only where this site asks; null for everywhere. */
  readonly page: Hostname | null;
  /** Only for this device: its MAC or address, and what people call it. Absent: for all. */
  readonly device?: { readonly key: string; readonly name: string };
  /** When it ends, in milliseconds since the epoch; seconds count. Absent: never. */
  readonly until?: number;
}

/** Longer paths cannot be made into a rule here. */
export const MAX_PATH = 1_000;

/**
 * Reads a wish from a form or from JSON. Returns a sentence saying what is
 * wrong where it cannot be read.
 */
export function parseWish(
  action: RuleWish['action'],
  input: { readonly host?: unknown; readonly path?: unknown; readonly page?: unknown },
): RuleWish | string {
  const host = typeof input.host === 'string' ? plainHost(input.host.trim()) : null;
  if (host === null) return `reading the host: "${shown(input.host)}" is not a hostname`;
  const page = optional(input.page);
  const site = page === null ? null : plainHost(page);
  if (page !== null && site === null) {
    return `reading the site: "${shown(page)}" is not a hostname`;
  }
  // What the log left out of an address may be anything.
  const path = optional(input.path)?.replaceAll('…', '*') ?? null;
  if (path !== null && !isPath(path)) {
    return `reading the path: "${shown(path)}" does not start with "/", is too long or holds blanks`;
  }
  return {
    action,
    host,
    path: path === null || path === '/' ? null : withoutQuery(path),
    page: site,
  };
}

/**
 * The wish as a line of a filter list. Characters of the path that mean
 * something there become `^`, which stands for any one of them; `*` may stay,
 * as it matches itself too. `^` at the end is the end of the path or its query.
 */
export function ruleLine(wish: RuleWish): string {
  const path = wish.path === null ? '' : wish.path.replace(/[$|^,]/g, '^').replace(/\/$/, '');
  const exception = wish.action === 'allow' ? '@@' : '';
  const options = [
    ...(wish.page === null ? [] : [`domain=${wish.page}`]),
    ...(wish.device === undefined ? [] : [`device=${wish.device.key}`]),
    ...(wish.until === undefined ? [] : [`expires=${utc(wish.until, 19)}Z`]),
  ];
  const conditions = options.length === 0 ? '' : `$${options.join(',')}`;
  return `${exception}||${bracketed(wish.host)}${path}^${conditions}`;
}

const utc = (at: number, length: number): string => new Date(at).toISOString().slice(0, length);

/** The wish in words: for the notice and for the comment above the line. */
export function describeWish(wish: RuleWish): string {
  const what = `${wish.host}${wish.path ?? ''}`;
  const where = wish.page === null ? 'everywhere' : `on ${wish.page}`;
  const whom = wish.device === undefined ? '' : ` for "${wish.device.name}"`;
  const end = wish.until === undefined ? '' : ` until ${utc(wish.until, 16).replace('T', ' ')} UTC`;
  return `${wish.action === 'allow' ? 'Allowed' : 'Blocked'} ${what} ${where}${whom}${end}`;
}

/** URLs allow `*`, `$` and the like in a hostname; in a rule they mean something. */
function plainHost(text: string): Hostname | null {
  const hostname = parseHostname(text);
  return hostname !== null && /^[a-z0-9._:-]+$/.test(hostname) ? hostname : null;
}

function optional(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function isPath(text: string): boolean {
  return text.length <= MAX_PATH && /^\/[!-~]*$/.test(text);
}

function withoutQuery(path: string): string {
  return path.replace(/[?#].*$/, '');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 80).replace(/\p{C}/gu, ' ') : typeof value;
}
