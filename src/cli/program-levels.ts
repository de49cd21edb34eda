import { levelOf } from '../decide/program-level.ts';
import { factsOf } from '../decide/trust.ts';
import type { Device, Level } from '../model/device.ts';
import type { ProgramView } from '../model/program.ts';

/** How many programs of a device are at which level, where that is not the device's own. */
export type ProgramLevels = Readonly<Partial<Record<Level, number>>>;

/** `trusted` is the level of a program that has proved its trust. */
export function programLevels(
  device: Device,
  programs: readonly ProgramView[],
  trusted: Level,
  now: number,
): ProgramLevels {
  const counts: Partial<Record<Level, number>> = {};
  for (const { program } of programs) {
    const { level } = levelOf(device, factsOf(program, null, now), trusted);
    if (level !== device.level) counts[level] = (counts[level] ?? 0) + 1;
  }
  return counts;
}

/** `hostname (default); full for 1 program`. */
export function levelText({ level, levelFrom }: Device, levels: ProgramLevels): string {
  const others = Object.entries(levels).map(
    ([other, count]) => `${other} for ${count} program${count === 1 ? '' : 's'}`,
  );
  return [`${level} (${levelFrom})`, ...others].join('; ');
}
