import { parseName } from './name.ts';

/** What the network calls a device, and who says so. */
export interface FoundName {
  readonly name: string;
  readonly from: 'lease' | 'dns';
}

/** Whom the network is asked of. */
export interface NameOwner {
  readonly mac: string | null;
  /** All that are known to be its own, the newest first. */
  readonly addresses: readonly string[];
}

/** Who knows names. Answers at once, from what is known. */
export interface NameSources {
  /** Changes whenever an answer may. */
  readonly version: number;
  nameOf(owner: NameOwner): FoundName | null;
}

/** For those who name devices by hand only, and for commands that ask nobody. */
export const NO_NAMES: NameSources = { version: 0, nameOf: () => null };

/** The first source that knows a name gives it. */
export function namesInOrder(sources: readonly NameSources[]): NameSources {
  return {
    get version() {
      // Each only grows, so no change is hidden by another.
      return sources.reduce((sum, source) => sum + source.version, 0);
    },
    nameOf: (owner) =>
      sources.reduce<FoundName | null>((found, source) => found ?? source.nameOf(owner), null),
  };
}

/**
 * A hostname as a name for people: its first label. Null for what names
 * nobody: `*` and empty names, `localhost`, names made of the address, which
 * say nothing that the address does not (`dhcp-192-168-1-5`).
 */
export function nameFromHost(host: string): string | null {
  const [label = ''] = host.slice(0, 253).split('.', 1);
  if (/^(?:\*|localhost|unknown|unassigned)?$/i.test(label)) return null;
  if (/(?:\d{1,3}[-_]){3}\d{1,3}/.test(label) || /^[\d:-]*$/.test(label)) return null;
  // Labels have at most 63 characters, so the name is never too long.
  return parseName(label.slice(0, 63));
}
