import type { Device } from '../model/device.ts';
import type { ProgramView } from '../model/program.ts';
import { shownName } from './program-actions.ts';

/** An app that may not work, since it took back or never gave its trust. */
export interface BrokenHint {
  readonly device: Device;
  /** How the program is called, or "an app". */
  readonly program: string;
  /** Hosts that it refused since then; 0 where it refuses all. */
  readonly hosts: number;
}

/** How many of those that refused last are told of. */
const MOST = 5;

/** Programs that refused the certificate since a moment, those with the most hosts first. */
export function brokenHints(
  devices: readonly Device[],
  programsOf: (device: Device) => readonly ProgramView[],
  since: number,
): readonly BrokenHint[] {
  return devices
    .flatMap((device) =>
      programsOf(device).flatMap(({ program, refusedHosts }) => {
        const recent = refusedHosts.filter(({ refusal }) => (refusal?.since ?? 0) >= since);
        const all = program.refusal !== null && program.refusal.since >= since;
        if (recent.length === 0 && !all) return [];
        return [{ device, program: shownName(program), hosts: all ? 0 : recent.length }];
      }),
    )
    .toSorted((a, b) => (b.hosts || Number.MAX_VALUE) - (a.hosts || Number.MAX_VALUE))
    .slice(0, MOST);
}
