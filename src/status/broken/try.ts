import type { Device, DeviceId } from '../../model/device.ts';
import type { Fingerprint } from '../../model/program.ts';
import { parseHostname } from '../../model/terms.ts';
import { type Input, type Outcome, spoken } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { ruleLine } from '../rule-line.ts';
import { readWish } from '../wish.ts';
import { type Trial, trialsOf, withoutEnd } from './trials.ts';
import { nameOfLeaving, type TriedInVain } from './tried.ts';

const LENGTH = '15m';
const UNKNOWN: Outcome = { ok: false, text: 'trying: that device is not known', status: 404 };

/** Lets something through for one device, for a quarter of an hour. */
export async function beginTrial({ ports }: Parts, input: Input): Promise<Outcome> {
  const device = deviceIn(ports.devices, input);
  if (device === null) return UNKNOWN;
  const context = { deviceOf: ports.devices.get, now: ports.now() };
  const wish = readWish('allow', { ...input, for: LENGTH }, context);
  if (typeof wish === 'string') return { ok: false, text: wish, status: 400 };
  if (wish.kind !== 'rule') return UNKNOWN;
  const line = ruleLine(wish.rule);
  const running = trialsOf(ports.rules.personal(), device, ports.now());
  if (running.some(({ rule }) => withoutEnd(rule.text) === withoutEnd(line))) {
    return { ok: false, text: 'trying: that is being tried already', status: 409 };
  }
  const { host, path, page } = wish.rule;
  const what = `${host}${path ?? ''}${page === null ? '' : ` on ${page}`}`;
  return spoken(async () => {
    const why = `Trying whether ${what} is needed by "${nameOf(device)}", for 15 minutes, from the page`;
    const rule = await ports.rules.append(line, why);
    const text = `Letting ${what} through for 15 minutes. Open the page or app again on ${nameOf(device)}`;
    return { ok: true, text, rule };
  });
}

/** Makes a trial a line that stays: the same one, without its end. */
export async function keepTrial({ ports }: Parts, input: Input): Promise<Outcome> {
  const device = deviceIn(ports.devices, input);
  if (device === null) return UNKNOWN;
  const trial = trialIn(ports, device, input);
  if (trial === null) return gone(input);
  return spoken(async () => {
    const text = withoutEnd(trial.rule.text);
    const why = `Kept after a trial, for "${nameOf(device)}", from the page`;
    // First the one, then the other: at no moment neither is in force.
    const rule = await ports.rules.append(text, why);
    await ports.rules.remove(trial.rule);
    return { ok: true, text: `Kept as line ${rule.line} of ${rule.list}: ${rule.text}`, rule };
  });
}

/** Ends one trial, or with `all` those of the device; what they were for comes last from now on. */
export async function endTrials(
  { ports }: Parts,
  input: Input,
  tried: TriedInVain,
): Promise<Outcome> {
  const device = deviceIn(ports.devices, input);
  if (device === null) return UNKNOWN;
  const isAll = input.all === true || input.all === 'yes';
  const one = trialIn(ports, device, input);
  const ending = isAll ? trialsOf(ports.rules.personal(), device, ports.now()) : [one];
  const trials = ending.flatMap((trial) => trial ?? []);
  if (trials.length === 0) return gone(input);
  return spoken(async () => {
    // From the end of the file, so that the lines before it keep their numbers.
    for (const { rule } of trials.toSorted((a, b) => b.rule.line - a.rule.line)) {
      await ports.rules.remove(rule);
      tried.add(device.id, withoutEnd(rule.text));
    }
    const what = trials.length === 1 ? 'The trial is over' : `${trials.length} trials are over`;
    return { ok: true, text: `${what}: the rules are in force again`, rule: null };
  });
}

/** Has a host passed through unopened for a program of the device. */
export async function leaveUnopened({ ports }: Parts, input: Input): Promise<Outcome> {
  const device = deviceIn(ports.devices, input);
  if (device === null) return UNKNOWN;
  const wish = hostOfProgram(input);
  if (wish === null) return notSaid('leaving a host unopened');
  const { host, program } = wish;
  return spoken(async () => {
    ports.programs.leave(device.id, program, host);
    const text = `${host} is passed through unopened for that app. Open it again on ${nameOf(device)}`;
    const action = `/devices/${encodeURIComponent(device.id)}/programs/${encodeURIComponent(program)}/retry`;
    return { ok: true, text, rule: null, undo: { action, fields: { host } } };
  });
}

/** Has it opened again, for passing it through changed nothing. */
export async function openAgain(
  { ports }: Parts,
  input: Input,
  tried: TriedInVain,
): Promise<Outcome> {
  const device = deviceIn(ports.devices, input);
  if (device === null) return UNKNOWN;
  const wish = hostOfProgram(input);
  if (wish === null) return notSaid('opening a host again');
  const { host, program } = wish;
  return spoken(async () => {
    ports.programs.tryAgain(device.id, program, host);
    tried.add(device.id, nameOfLeaving({ kind: 'leave', host, program }));
    return { ok: true, text: `${host} will be opened again`, rule: null };
  });
}

function hostOfProgram({ host: text, program }: Input) {
  const host = typeof text === 'string' ? parseHostname(text) : null;
  if (host === null || typeof program !== 'string') return null;
  return { host, program: program as Fingerprint };
}

function notSaid(doing: string): Outcome {
  return { ok: false, text: `${doing}: it is not said which`, status: 400 };
}

function deviceIn({ get }: Parts['ports']['devices'], { device }: Input): Device | null {
  return typeof device === 'string' ? get(device as DeviceId) : null;
}

function trialIn({ rules, now }: Parts['ports'], device: Device, input: Input): Trial | null {
  const line = Number(input.line);
  const trials = trialsOf(rules.personal(), device, now());
  return trials.find(({ rule }) => rule.line === line && rule.text === input.text) ?? null;
}

function gone({ line }: Input): Outcome {
  const text = `ending a trial: line ${String(line).slice(0, 10)} is none of this device, or it is over already`;
  return { ok: false, text, status: 409 };
}

function nameOf({ name, address }: Device): string {
  return name ?? address;
}
