/** What was told, so that a restart tells nothing twice. */
export interface NotifyMemory {
  /** Since when Eyelid is at work here, as far as is known. Milliseconds since the epoch. */
  readonly since: number;
  /** Companies that were seen. */
  readonly companies: readonly string[];
  /** Ids of devices that were seen. */
  readonly devices: readonly string[];
  /** Names of lists whose failure was told. */
  readonly failing: readonly string[];
  /** The Monday morning up to which the weeks were told. */
  readonly week: number;
}

/** Where it is kept. */
export interface MemoryStore {
  /** Null where there is none, or where it is damaged: then everything is known from now on. */
  load(): NotifyMemory | null;
  save(memory: NotifyMemory): void;
}

/** More than a household meets; the oldest are forgotten. */
const MAX_KNOWN = 5_000;

export function withKnown(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...known, ...more].slice(-MAX_KNOWN);
}

/** Reads what a store kept; null for anything else. */
export function parseMemory(text: string): NotifyMemory | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { since, companies, devices, failing, week } = value as Partial<
    Record<keyof NotifyMemory, unknown>
  >;
  if (!isMoment(since) || !isMoment(week)) return null;
  const lists = [companies, devices, failing].map(texts);
  const [known, seen, told] = lists;
  if (known == null || seen == null || told == null) return null;
  return { since, companies: known, devices: seen, failing: told, week };
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function texts(value: unknown): readonly string[] | null {
  const isList = Array.isArray(value) && value.length <= MAX_KNOWN;
  return isList && value.every((one) => typeof one === 'string') ? value : null;
}
