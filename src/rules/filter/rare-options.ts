import { parseDevices, parseGroups } from './device-condition.ts';
import type { Draft } from './draft.ts';
import { parseHeaderCondition } from './header-condition.ts';
import { NO_RARE, type RareConditions } from './rare.ts';
import { RARE_NAMES, SAME_HOST_NAMES } from './rare-names.ts';
import { parseExpiry, parseTimes } from './time-condition.ts';

/** Longer ones are a mistake: a household has no thousand devices. */
const MAX_VALUE = 8192;

/** Reads an option of RARE_NAMES into the draft. Returns why it is wrong, or null. */
export function readRare(draft: Draft, name: string, value: string): string | null {
  if (value.length > MAX_VALUE) return `option "${name}" has ${value.length} characters`;
  if (value.trim() === '') return `option "${name}" needs a value`;
  const found = conditionOf(draft.rare ?? NO_RARE, name, value);
  if ('reason' in found) return `option "${name}": ${found.reason}`;
  draft.rare = { ...(draft.rare ?? NO_RARE), ...found };
  return null;
}

/** Reads `$strict1p` or `$strict3p` into the draft. Returns why it is wrong, or null. */
export function readSameHost(draft: Draft, name: string): string | null {
  const before = draft.rare ?? NO_RARE;
  const sameHost = SAME_HOST_NAMES.get(name) as boolean;
  if (before.sameHost === !sameHost) return 'its parties exclude each other';
  draft.rare = { ...before, sameHost };
  return null;
}

/** What the option adds to the conditions there are. */
function conditionOf(
  before: RareConditions,
  name: string,
  value: string,
): Partial<RareConditions> | { readonly reason: string } {
  switch (RARE_NAMES.get(name)) {
    case 'header':
    case 'requestHeader': {
      const of = RARE_NAMES.get(name) === 'header' ? 'response' : 'request';
      const header = parseHeaderCondition(value, of);
      return 'reason' in header ? header : { headers: [...before.headers, header] };
    }
    case 'device': {
      const device = parseDevices(value);
      return 'reason' in device ? device : { device: both(before.device, device) };
    }
    case 'group': {
      const groups = parseGroups(value);
      return 'reason' in groups ? groups : { groups: both(before.groups, groups) };
    }
    case 'time': {
      const times = parseTimes(value);
      return 'reason' in times ? times : { times: [...before.times, ...times] };
    }
    default: {
      if (before.expires !== null) return { reason: 'a rule ends once' };
      const expires = parseExpiry(value);
      return 'reason' in expires ? expires : { expires };
    }
  }
}

interface Sides<T> {
  readonly include: readonly T[];
  readonly exclude: readonly T[];
}

function both<T>(a: Sides<T> | null, b: Sides<T>): Sides<T> {
  if (a === null) return b;
  return { include: [...a.include, ...b.include], exclude: [...a.exclude, ...b.exclude] };
}
