import type { TunnelReason } from '../model/connection.ts';
import { type Device, LEVELS, type Level } from '../model/device.ts';
import type { ProgramFacts } from '../model/program.ts';

/** How deep one program of a device is looked into, and why no deeper where nothing is opened. */
export interface ProgramLevel {
  readonly level: Level;
  readonly closed: Extract<
    TunnelReason,
    'level-hostname' | 'program-unproven' | 'program-refuses' | 'program-incompatible'
  >;
}

/**
 * The level of one program. The first that there is:
 *
 * 1. a device at `off`, whoever wants it so, is left alone;
 * 2. the level that a person set for the program, though never more than the
 *    config file allows the device;
 * 3. the level that somebody set for the device, which holds for all its programs;
 * 4. `trusted` for a program that has proved its trust, though never less than others get;
 * 5. the level of new devices.
 *
 * A program that refuses to be looked into falls back to `hostname`, whoever
 * set more: otherwise it would not work at all.
 */
export function levelOf(device: Device, program: ProgramFacts, trusted: Level): ProgramLevel {
  const wanted = wantedLevel(device, program, trusted);
  if (program.refuses !== null) {
    const closed = program.refuses === 'incompatible' ? 'program-incompatible' : 'program-refuses';
    return { level: shallower(wanted, 'hostname'), closed };
  }
  const mayRise = isLeftToProof(device, program, trusted) && !program.proven;
  return { level: wanted, closed: mayRise ? 'program-unproven' : 'level-hostname' };
}

/** Whether a proof would open the program: nobody said how deep it is to be looked into. */
export function isLeftToProof(device: Device, program: ProgramFacts, trusted: Level): boolean {
  const isOpen = trusted === 'trackers' || trusted === 'full';
  return isOpen && device.levelFrom === 'default' && program.level === null;
}

function wantedLevel(device: Device, program: ProgramFacts, trusted: Level): Level {
  const { level, levelFrom } = device;
  if (level === 'off') return level;
  if (program.level !== null) {
    return levelFrom === 'config' ? shallower(program.level, level) : program.level;
  }
  const isProven = levelFrom === 'default' && program.proven;
  return isProven ? deeper(trusted, level) : level;
}

function shallower(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) < LEVELS.indexOf(other) ? one : other;
}

function deeper(one: Level, other: Level): Level {
  return shallower(one, other) === one ? other : one;
}
