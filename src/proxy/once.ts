import type { DeviceId } from '../model/device.ts';
import type { OnceWish } from '../model/once.ts';
import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';

/** A wish that nothing came for is over after this. */
const WAITS = 15 * 60_000;
/** What came for it may come again, and bring what it needs from its host. */
const FOLLOWED_FOR = 30_000;
/** Each is a click of a person. */
const CAPACITY = 200;

/** What stands in the log in the place of a rule. */
export const ALLOWED_ONCE: Rule = {
  list: 'allow-once',
  line: 1,
  text: 'allowed once',
  action: 'allow',
  title: 'Somebody let it through once',
  tracker: null,
  personal: true,
};

type Asked = Pick<RequestInfo, 'hostname' | 'target' | 'page' | 'type'>;

/**
 * Remembers what people let through once. The first exchange that comes for a
 * wish uses it up; for half a minute the same page then gets what it asks of
 * the same host. Nothing of it outlives the process.
 */
export class OnceAllows {
  readonly #now: () => number;
  readonly #wishes: (OnceWish & { readonly until: number })[] = [];
  /** Until when a device may have what it wants of a host, by the page that asks. */
  readonly #open = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  allow(wish: OnceWish): void {
    this.#wishes.push({ ...wish, until: this.#now() + WAITS });
    if (this.#wishes.length > CAPACITY) this.#wishes.shift();
  }

  /** May this be let through? To be asked only of what rules hold back or change, for it uses the wish up. */
  takes(device: DeviceId, request: Asked): boolean {
    if (this.#isIdle()) return false;
    const { hostname, page } = request;
    if (this.#isOpen(device, hostname, page)) return true;
    if (!this.#use((wish) => wish.device === device && isFor(wish, request))) return false;
    this.#follow(device, hostname, page);
    // A page is asked for by another, or by nobody, and then asks for itself.
    if (request.type === 'document') this.#follow(device, hostname, hostname);
    return true;
  }

  /** The same for a connection that is not opened, of which nothing but its host is known. */
  takesConnection(device: DeviceId, hostname: Hostname): boolean {
    if (this.#isIdle()) return false;
    if (this.isConnectionOpen(device, hostname)) return true;
    const isMeant = (wish: OnceWish): boolean =>
      wish.device === device && wish.host === hostname && wish.path === null && wish.page === null;
    if (!this.#use(isMeant)) return false;
    this.#follow(device, hostname, null);
    return true;
  }

  /** Whether connections to the host were let through a moment ago. Uses nothing up. */
  isConnectionOpen(device: DeviceId, hostname: Hostname): boolean {
    return this.#open.size > 0 && this.#isOpen(device, hostname, null);
  }

  #isIdle(): boolean {
    return this.#wishes.length === 0 && this.#open.size === 0;
  }

  #isOpen(device: DeviceId, hostname: Hostname, page: Hostname | null): boolean {
    const until = this.#open.get(key(device, hostname, page));
    return until !== undefined && until > this.#now();
  }

  /** True where there was such a wish; it is gone then, and so are those that are over. */
  #use(isMeant: (wish: OnceWish) => boolean): boolean {
    const now = this.#now();
    for (let at = this.#wishes.length - 1; at >= 0; at -= 1) {
      if ((this.#wishes[at]?.until ?? 0) <= now) this.#wishes.splice(at, 1);
    }
    const found = this.#wishes.findIndex(isMeant);
    if (found >= 0) this.#wishes.splice(found, 1);
    return found >= 0;
  }

  #follow(device: DeviceId, hostname: Hostname, page: Hostname | null): void {
    const now = this.#now();
    for (const [name, until] of this.#open) if (until <= now) this.#open.delete(name);
    this.#open.set(key(device, hostname, page), now + FOLLOWED_FOR);
  }
}

function key(device: DeviceId, hostname: Hostname, page: Hostname | null): string {
  return `${device} ${hostname} ${page ?? ''}`;
}

/** Who asks for a page says nothing of what a person does with it. */
function isFor(
  { host, path, page }: OnceWish,
  { hostname, target, page: by, type }: Asked,
): boolean {
  if (host !== hostname || (page !== null && page !== by && type !== 'document')) return false;
  return path === null || isBelow(path, target);
}

/** As in a line of a list: `*` is anything, and the path ends there or goes on after a separator. */
function isBelow(path: string, target: string): boolean {
  const [first = '', ...others] = path.split('*');
  if (!target.startsWith(first)) return false;
  let end = first.length;
  for (const piece of others) {
    const at = target.indexOf(piece, end);
    if (at < 0) return false;
    end = at + piece.length;
  }
  return path.endsWith('*') || !/^[\w.%-]/.test(target.slice(end));
}
