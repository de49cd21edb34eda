import type { DeviceId } from '../model/device.ts';
import { LEVELS } from '../model/device.ts';
import type { Fingerprint, Program } from '../model/program.ts';
import { parseHostname } from '../model/terms.ts';
import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';

/** Which program is meant, as the address of a form says it. */
export interface ProgramWish {
  readonly device: string;
  readonly program: string;
}

/** Sets the level of a program; `auto` takes a choice by hand back. */
export function changeProgram(parts: Parts, wish: ProgramWish, input: Input): Promise<Outcome> {
  return spoken(async () => {
    const level = LEVELS.find((known) => known === input.level) ?? null;
    if (level === null && input.level !== 'auto') {
      return { ok: false, text: 'changing a program: the level is not given', status: 400 };
    }
    const name = nameOf(parts, wish);
    const before = programOf(parts, wish)?.level ?? 'auto';
    parts.ports.programs.setLevel(wish.device as DeviceId, wish.program as Fingerprint, level);
    const action = `/devices/${encodeURIComponent(wish.device)}/programs/${wish.program}`;
    const text = `${name}: level ${level ?? 'automatic'}`;
    return { ok: true, text, rule: null, undo: { action, fields: { level: before } } };
  });
}

/** Has a host tried again that the program refused. */
export function retryHost(parts: Parts, wish: ProgramWish, input: Input): Promise<Outcome> {
  return spoken(async () => {
    const hostname = typeof input.host === 'string' ? parseHostname(input.host) : null;
    if (hostname === null) {
      return { ok: false, text: 'trying a host again: it is not said which', status: 400 };
    }
    parts.ports.programs.tryAgain(wish.device as DeviceId, wish.program as Fingerprint, hostname);
    return { ok: true, text: `${hostname} will be opened again`, rule: null };
  });
}

/** Forgets a program: it proves its trust anew, or does not. */
export function forgetProgram(parts: Parts, wish: ProgramWish): Promise<Outcome> {
  return spoken(async () => {
    const name = nameOf(parts, wish);
    parts.ports.programs.forget(wish.device as DeviceId, wish.program as Fingerprint);
    return { ok: true, text: `Forgot what ${name} showed of its trust`, rule: null };
  });
}

/** What a program is called; one without a name by the beginning of its fingerprint. */
export function shownName({ name, fingerprint }: Pick<Program, 'name' | 'fingerprint'>): string {
  return name ?? `program ${fingerprint.slice(0, 8)}`;
}

function nameOf(parts: Parts, wish: ProgramWish): string {
  const found = programOf(parts, wish);
  return found === null ? 'the program' : shownName(found);
}

function programOf(parts: Parts, { device, program }: ProgramWish): Program | null {
  const known = parts.ports.programs.list(device as DeviceId);
  return known.find((one) => one.program.fingerprint === program)?.program ?? null;
}
