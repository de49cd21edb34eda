import { SETTING_KEYS, type SettingValue, type SettingView } from '../model/setting.ts';
import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';
import type { StatusPorts } from './ports.ts';

const DAY = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** What a change of a setting would delete, for a person to say yes to. */
export interface Loss {
  readonly view: SettingView;
  /** As it was written. */
  readonly value: string;
  /** About how many days of the log would go. */
  readonly days: number;
  /** What is older than this moment goes; where it is a matter of size, about so. */
  readonly before: number;
}

/** Chooses a value, or takes the choice back where the value is empty. Leaves a way back. */
export function changeSetting(parts: Parts, { key, value: given }: Input): Promise<Outcome> {
  return spoken(async () => {
    const { runtime } = parts.ports;
    const before = viewOf(parts, key);
    const value = written(given);
    if (before === null || value === null) return UNKNOWN;
    const after = runtime.set(before.key, value === '' ? null : value);
    const text = `Changed ${after.key} from ${inWords(before.value)} to ${inWords(after.value)}`;
    if (after.value === before.value && after.from === before.from) {
      return { ok: true, text: `${after.key} is ${inWords(after.value)}, as it was`, rule: null };
    }
    const previous = before.from === 'chosen' ? String(before.value) : '';
    const fields = { key: after.key, value: previous, sure: 'yes' };
    return { ok: true, text, rule: null, undo: { action: '/settings', fields } };
  });
}

const UNKNOWN = { ok: false, text: 'changing a setting: it is not known', status: 404 } as const;

/** What a change would delete of the log; null where it deletes nothing, or a person said yes. */
export async function lossOf(parts: Parts, input: Input): Promise<Loss | null> {
  const view = viewOf(parts, input.key);
  const value = written(input.value);
  if (view?.kind.type !== 'number' || value === null || input.sure === 'yes') return null;
  const wanted = value === '' ? Number(view.fallback) : Number(value);
  // What does not fit deletes nothing: it is refused.
  if (!(wanted >= view.kind.least && wanted < Number(view.value))) return null;
  const oldest = (await parts.ports.log.rows({ after: 0, limit: 1 }))[0]?.at;
  if (oldest === undefined) return null;
  const before = cutoff(view, wanted, oldest, parts.ports);
  const days = Math.ceil((before - oldest) / DAY);
  return days > 0 ? { view, value, days, before } : null;
}

/** Up to when rows go. Of a size it is guessed that all days are alike. */
function cutoff(
  { key }: SettingView,
  wanted: number,
  oldest: number,
  { now, runtime }: Pick<StatusPorts, 'now' | 'runtime'>,
): number {
  if (key === 'log.days') return now() - wanted * DAY;
  if (key !== 'log.megabytes') return oldest;
  const tooMuch = 1 - (wanted * MEGABYTE) / Math.max(1, runtime.logBytes());
  return oldest + Math.max(0, tooMuch) * (now() - oldest);
}

/** What a form or JSON holds, as a form would; null takes a choice back. */
function written(value: unknown): string | null {
  if (value === null) return '';
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

function viewOf({ ports }: Parts, key: unknown): SettingView | null {
  const known = SETTING_KEYS.find((name) => name === key);
  return ports.runtime.list().find((view) => view.key === known) ?? null;
}

/** `on` and `off` for switches, all else as it is written. */
export function inWords(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
