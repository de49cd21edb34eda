import { join } from 'node:path';
import type { Home } from './home.ts';
import type { Event, EventSink } from './model/event.ts';
import type { Learnt, LearntGateway } from './model/learnt.ts';
import type { RequestInfo } from './model/request.ts';
import type { LearnerName } from './model/rewriter-names.ts';
import type { LearningPort } from './proxy/ports.ts';
import { withGateways } from './rules/learnt/keep.ts';
import { type DomainOf, gatewayAt, gatewayCalled } from './rules/learnt/learnable.ts';
import { LEARNT_LIST } from './rules/learnt/list.ts';
import { changeLearnt } from './rules/learnt/store.ts';
import { readMetaConfig } from './trackers/meta-config.ts';

type Found = Omit<LearntGateway, 'seen'>;

/** From where pixels get their settings, and nobody else's word counts. */
const SETTINGS = { host: 'connect.facebook.net', path: /^\/signals\/config\/(\d{5,20})(?:[/?]|$)/ };

/** What was told of just now is not told of again for so long. Milliseconds. */
const QUIET = 60_000;
const DAY = 86_400_000;
const MAX_RECENT = 2_000;
/** Of what waits to be written, as much is kept. */
const MAX_WAITING = 100;
/** Texts that wait to be read; each may be megabytes. */
const MAX_TEXTS = 4;

/** Lets others have their turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The file of what was learnt, in a home. */
export function learntFile({ data }: Home): string {
  return join(data, 'learnt.txt');
}

export interface LearningOptions {
  /** Where what was learnt is kept. */
  readonly file: string;
  readonly domainOf: DomainOf;
  /** Called when the file has changed; what was learnt is in force when the promise resolves. */
  readonly changed: () => Promise<void>;
  readonly now: () => number;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Learns where gateways are: from the settings of pixels that pass, and from
 * calls that were recognised by their shape. What is worth keeping is decided
 * by `rules/learnt/`. Works behind the exchanges: what it is told it does later.
 */
export class Learning implements LearningPort {
  readonly #options: LearningOptions;
  readonly #recent = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #texts = 0;
  #reading: Promise<void> = Promise.resolve();
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: LearningOptions) {
    this.#options = options;
  }

  text(name: LearnerName, text: string, request: RequestInfo): void {
    const pixel = settingsAsked(request);
    if (name !== 'meta-gateways' || pixel === null) return;
    const { page } = request;
    if (this.#texts === MAX_TEXTS || this.#wasTold(`settings ${pixel} ${page}`)) return;
    this.#texts += 1;
    this.#reading = this.#reading.then(turn).then(() => {
      this.#texts -= 1;
      this.#found(gatewaysIn(text, pixel, page, this.#options.domainOf));
    });
  }

  call(name: LearnerName, request: RequestInfo): void {
    if (name !== 'meta-gateway-call') return;
    const called = gatewayCalled(request, this.#options.domainOf);
    if (called === null || this.#wasTold(`${called.site} ${called.host}${called.path}`)) return;
    this.#found([{ ...called, from: 'request', pixel: null }]);
  }

  /** The same sink, which tells of learnt addresses that are still used. */
  watching(events: EventSink): EventSink {
    return {
      record: (event) => {
        events.record(event);
        if (event.rule?.list === LEARNT_LIST && !event.observed) this.#used(event);
      },
    };
  }

  /** Takes out what has expired, now and once a day. */
  start(): void {
    const prune = (): void => this.#write((learnt, now) => withGateways(learnt, [], now));
    prune();
    this.#timer = setInterval(prune, DAY).unref();
  }

  /** Resolves when all that was told is written. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#reading;
    await this.#work;
  }

  #used({ host, port, path, rule }: Event): void {
    const own = port === 443 ? host : `${host}:${port}`;
    const called = path.split('?', 1)[0] as string;
    // One rule covers whatever a page writes behind its address, at any length.
    if (this.#wasTold(`used ${rule?.text}`)) return;
    this.#write((learnt, now) => {
      const used = learnt.gateways.filter((one) => one.host === own && covers(one, called));
      return withGateways(learnt, used, now);
    });
  }

  #found(found: readonly Found[]): void {
    if (found.length > 0) this.#write((learnt, now) => withGateways(learnt, found, now));
  }

  #write(change: (learnt: Learnt, now: number) => Learnt): void {
    if (this.#waiting === MAX_WAITING) return;
    this.#waiting += 1;
    const { file, now, changed, log } = this.#options;
    this.#work = this.#work
      .then(async () => {
        this.#waiting -= 1;
        if (await changeLearnt(file, (learnt) => change(learnt, now()))) await changed();
      })
      .catch((error: unknown) => {
        log.warn({ error: String(error) }, 'what was learnt could not be kept');
      });
  }

  #wasTold(what: string): boolean {
    const now = this.#options.now();
    const last = this.#recent.get(what);
    if (last !== undefined && Math.abs(now - last) < QUIET) return true;
    if (this.#recent.size >= MAX_RECENT) this.#recent.clear();
    this.#recent.set(what, now);
    return false;
  }
}

/**
 * Where the settings of a pixel are, given its number or that address itself;
 * null for anything else.
 */
export function settingsAddress(
  written: string,
): { readonly pixel: string; readonly url: string } | null {
  const text = written.trim();
  const path = /^\d{5,20}$/.test(text) ? `/signals/config/${text}?v=2.9.285&r=stable` : null;
  const url = path === null ? text : `https://${SETTINGS.host}${path}`;
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol !== 'https:' || host !== SETTINGS.host) return null;
  const pixel = SETTINGS.path.exec(pathname + search)?.[1];
  return pixel === undefined ? null : { pixel, url };
}

/** The pixel whose settings are asked for, over TLS whose certificate was verified; else null. */
function settingsAsked({ scheme, hostname, target }: RequestInfo): string | null {
  if (scheme !== 'https' || hostname !== SETTINGS.host) return null;
  return SETTINGS.path.exec(target)?.[1] ?? null;
}

/** The gateways and their fallbacks that the settings of this pixel name. */
export function gatewaysIn(
  text: string,
  pixel: string,
  site: string | null,
  domainOf: DomainOf,
): readonly Found[] {
  const config = readMetaConfig(text).find((one) => one.pixel === pixel);
  const addresses = (config?.gateways ?? []).flatMap(({ endpoint, fallbackDomain }) => [
    endpoint,
    ...(fallbackDomain === null ? [] : [fallbackDomain]),
  ]);
  return addresses.flatMap((address) => {
    const at = gatewayAt(address, domainOf);
    return at === null ? [] : [{ ...at, from: 'configuration' as const, pixel, site }];
  });
}

function covers({ from, path }: LearntGateway, called: string): boolean {
  return called === path || (from === 'configuration' && called.startsWith(`${path}/`));
}
