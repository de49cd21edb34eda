import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { findDevice, kernelMacOf } from '../device/find.ts';
import { NO_NEIGHBOURS } from '../device/neighbours.ts';
import type { Programs } from '../device/programs.ts';
import { DeviceRegistry } from '../device/registry.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import {
  type Device,
  type DeviceId,
  LEVELS,
  type Level,
  MODES,
  type Mode,
} from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type { ProgramView, Refusal } from '../model/program.ts';
import { REFUSAL_WORDS } from '../model/unopened.ts';
import { openDatabase } from '../record/database.ts';
import { SqliteDeviceStore } from '../record/devices.ts';
import { effectiveConfig } from '../settings.ts';
import { openPrograms } from '../trust.ts';
import type { AddCommand } from './command.ts';
import { withPauseCommands } from './pause.ts';
import { levelText, type ProgramLevels, programLevels } from './program-levels.ts';

interface Shown {
  readonly device: Device;
  readonly programs: readonly ProgramView[];
  readonly levels: ProgramLevels;
}

/** Takes back what was set by hand. */
const UNSET = 'default';
const SETTABLE_LEVELS = [...LEVELS, UNSET] as const;
const SETTABLE_MODES = [...MODES, UNSET] as const;

interface Change {
  readonly level?: Level | typeof UNSET | undefined;
  readonly mode?: Mode | typeof UNSET | undefined;
  readonly name?: string | undefined;
}

/** `eyelid devices`: lists them, or changes one. A running Eyelid follows within a second. */
export const addDevices: AddCommand = (parser) =>
  parser.command(
    'devices [device]',
    'Lists the devices that were seen, sets the level, mode or name of one, or pauses it.',
    (yargs) =>
      withPauseCommands(yargs)
        .positional('device', { type: 'string', describe: 'Its address, MAC, name or id.' })
        .option('level', {
          choices: SETTABLE_LEVELS,
          describe: 'How much of its traffic is opened; default: as if nobody had said.',
        })
        .option('mode', {
          choices: SETTABLE_MODES,
          describe: 'Whether verdicts are carried out; default: as if nobody had said.',
        })
        .option('name', { type: 'string', describe: 'What the log and the page call it.' })
        .option('forget-trust', {
          type: 'boolean',
          default: false,
          describe: 'Forgets what its programs showed of their trust.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    (args) => {
      const home = homeAt(args.home);
      prepareHome(home);
      const config = effectiveConfig(home);
      const { trusted } = config.levels;
      withDevices(home, config, (devices, programs) => {
        const { device: wanted, json } = args;
        const tellOf = (device: Device): Shown =>
          shownAs(device, programs.list(device.id), trusted);
        if (wanted === undefined) {
          for (const device of devices.list()) print(tellOf(device), json);
          return;
        }
        const device = change(devices, wanted, args);
        if (args.forgetTrust) programs.forgetAll(device.id);
        print(tellOf(device), json);
        if (!json) programs.list(device.id).forEach(printProgram);
      });
    },
  );

function withDevices(
  home: Home,
  config: Config,
  use: (devices: DeviceRegistry, programs: Programs) => void,
): void {
  const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);
  const db = openDatabase(join(home.data, 'events.db'), warn);
  try {
    const { levels, mode } = config;
    const devices = new DeviceRegistry({
      store: new SqliteDeviceStore(db, warn),
      neighbours: NO_NEIGHBOURS,
      configured: config.devices,
      groups: config.groups,
      defaults: { level: levels.default, mode },
      now: Date.now,
    });
    use(devices, openPrograms(db, warn, Date.now));
    devices.close();
  } finally {
    db.close();
  }
}

function change(devices: DeviceRegistry, wanted: string, { level, mode, name }: Change): Device {
  const id = find(devices.list(), wanted).id;
  if (level !== undefined) devices.setLevel(id, level === UNSET ? null : level);
  if (mode !== undefined) devices.setMode(id, mode === UNSET ? null : mode);
  if (name !== undefined) devices.rename(id, name);
  return devices.get(id as DeviceId) as Device;
}

function find(devices: readonly Device[], wanted: string): Device {
  const device = findDevice(devices, wanted, kernelMacOf);
  if (device !== null) return device;
  throw new AppError('INPUT_INVALID', `looking for the device "${wanted}": no device of that name`);
}

function shownAs(device: Device, programs: readonly ProgramView[], trusted: Level): Shown {
  return { device, programs, levels: programLevels(device, programs, trusted, Date.now()) };
}

function print({ device, programs, levels }: Shown, json: boolean): void {
  const { id, address, name, mode, lastSeen } = device;
  const seen = new Date(lastSeen).toISOString();
  const text = json
    ? JSON.stringify({
        ...device,
        programs,
        programLevels: levels,
        lastSeen: seen,
        firstSeen: new Date(device.firstSeen).toISOString(),
      })
    : [id, address, name ?? '-', levelText(device, levels), mode, seen].join('\t');
  process.stdout.write(`${text}\n`);
}

function printProgram({ program, refusedHosts }: ProgramView): void {
  const { name, fingerprint, proof, level, refusal } = program;
  const trust = proof === null ? 'not known to trust' : `trusts the certificate (${proof})`;
  const words = [name ?? `program ${fingerprint.slice(0, 8)}`, trust];
  if (level !== null) words.push(`${level} (hand)`);
  process.stdout.write(`  ${words.join('\t')}\n`);
  if (refusal !== null) printRefusal('filtered by host name', 'all hosts', refusal);
  for (const host of refusedHosts) {
    if (host.refusal !== null) printRefusal('passed through', host.hostname, host.refusal);
  }
}

function printRefusal(what: string, hosts: string, { reason, until }: Refusal): void {
  const words = [what, hosts, REFUSAL_WORDS[reason], `until ${new Date(until).toISOString()}`];
  process.stdout.write(`    ${words.join('\t')}\n`);
}
