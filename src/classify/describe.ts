import type { Device } from '../model/device.ts';
import type { Party, RequestHead, RequestInfo, ResourceType } from '../model/request.ts';
import type { ReadAuthority } from './authority.ts';
import type { Asker, PageMemory } from './page-memory.ts';
import { partyFromSite, partyOf } from './party.ts';
import type { RegistrableDomain } from './registrable-domain.ts';
import { only, resourceType } from './resource-type.ts';
import { readSignals, type Signals } from './signals.ts';
import { readUrl, type UrlParts } from './url.ts';

/** What is known of a request beside its own words. */
export interface DescribeContext {
  readonly device: Device | null;
  readonly registrableDomain: RegistrableDomain;
  /** Reads the host of a URL; absent where nothing is to be remembered from one request to the next. */
  readonly readAuthority?: ReadAuthority;
  /** Of stylesheets and workers; absent where there was nothing before this request. */
  readonly pages?: PageMemory;
  /** The page that asks, as `explain` gives it; stands above the headers. */
  readonly sourceUrl?: string | null;
  /** What it is for, as `explain` gives it; stands above the headers. */
  readonly type?: ResourceType | null;
}

/**
 * Derives all that the rules ask about a request. Null where the URL is not an
 * absolute http, https, ws or wss URL. Pure but for the memories inside
 * the context; runs once for every request.
 */
export function describe(head: RequestHead, context: DescribeContext): RequestInfo | null {
  const url = readUrl(head.url, context.readAuthority);
  if (url === null) return null;
  const signals = readSignals(head.headers);
  const { types, type } =
    context.type == null
      ? resourceType(head.method, url.scheme, url.target, signals)
      : only(context.type);
  const source = asker(signals, context);
  const whole = withoutFragment(head.url);
  if (asksForItself(type, signals) && source !== null && context.device !== null) {
    context.pages?.remember(context.device.id, whole, source);
  }
  return {
    method: head.method,
    url: whole,
    headers: head.headers,
    scheme: url.scheme,
    hostname: url.hostname,
    port: url.port,
    target: url.target,
    types,
    type,
    party: party(url, source, signals, context),
    page: source?.hostname ?? null,
    device: context.device,
  };
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}

const WORKERS: ReadonlySet<string> = new Set(['worker', 'sharedworker', 'serviceworker']);

/** Will it be the Referer of what it loads? */
function asksForItself(type: ResourceType, { dest }: Signals): boolean {
  return type === 'stylesheet' || (dest !== null && WORKERS.has(dest));
}

/** Who asks: the given page, else Referer or the page behind it, else Origin where it is not `null`. */
function asker(
  signals: Signals,
  { sourceUrl, device, pages, readAuthority }: DescribeContext,
): Asker | null {
  if (typeof sourceUrl === 'string') return readUrl(sourceUrl, readAuthority);
  const { referer, origin } = signals;
  if (referer !== null) {
    const page = device === null ? undefined : pages?.pageOf(device.id, referer);
    const named = page ?? readUrl(referer, readAuthority);
    if (named !== null) return named;
  }
  return origin === null ? null : readUrl(origin, readAuthority);
}

function party(
  url: UrlParts,
  source: Asker | null,
  signals: Signals,
  context: DescribeContext,
): Party {
  const compared =
    source === null ? null : partyOf(url.hostname, source.hostname, context.registrableDomain);
  if (typeof context.sourceUrl === 'string') return compared ?? 'unknown';
  const said = partyFromSite(signals.site);
  // Sec-Fetch-Site calls http://shop.example and https://shop.example two
  // sites; filter lists, which are about who owns a host, do not.
  if (said === 'third' && compared === 'first' && source?.scheme !== url.scheme) return 'first';
  return said ?? compared ?? 'unknown';
}
