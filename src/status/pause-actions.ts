import { type PauseTarget, parsePauseTarget } from '../model/pause.ts';
import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';
import type { StatusPorts } from './ports.ts';

/** What the buttons offer, as `begin` reads them. */
export const PAUSE_CHOICES = [
  ['10m', '10 min'],
  ['1h', '1 hour'],
  ['tomorrow', 'until tomorrow'],
] as const;

/** Begins a pause for as long as `for` says, or ends it where that is `end`. */
export function changePause(parts: Parts, input: Input): Promise<Outcome> {
  return spoken(async () => {
    const { pauses, devices } = parts.ports;
    const target = typeof input.target === 'string' ? parsePauseTarget(input.target) : null;
    if (target === null || typeof input.for !== 'string') {
      return { ok: false, text: 'pausing: it is not said whom, and for how long', status: 400 };
    }
    const who = whom(target, devices);
    if (who === null) {
      return { ok: false, text: 'pausing: that device is not known', status: 404 };
    }
    if (input.for === 'end') {
      const text = pauses.end(target) ? `The rules are in force again for ${who}` : NOT_PAUSED;
      return { ok: true, text, rule: null };
    }
    const { until } = pauses.begin(target, input.for);
    const undo = { action: '/pauses', fields: { target, for: 'end' } };
    return { ok: true, text: `Paused ${who} until ${clock(until)}`, rule: null, undo };
  });
}

const NOT_PAUSED = 'That pause was over already';

/** Who is meant, in words; null for a device that is not known. */
export function whom(
  target: PauseTarget,
  devices: Pick<StatusPorts['devices'], 'get'>,
): string | null {
  if (target === 'all') return 'all devices';
  if (target.startsWith('group:')) return `the group "${target.slice('group:'.length)}"`;
  const id = target.slice('device:'.length) as Parameters<typeof devices.get>[0];
  const device = devices.get(id);
  return device === null ? null : (device.name ?? device.address);
}

/** In this machine's time zone. */
function clock(at: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}
