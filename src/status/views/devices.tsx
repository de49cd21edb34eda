import {
  type Device,
  LEVELS,
  type Level,
  type LevelSource,
  MODES,
  type Mode,
  type NameSource,
  type SharedBy,
} from '../../model/device.ts';
import type { Pause } from '../../model/pause.ts';
import type { ProgramView } from '../../model/program.ts';
import { shownLevel } from '../actions.ts';
import { logAddress } from '../filter.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PauseForm, PausesSection } from './pauses.tsx';
import { Programs } from './programs.tsx';

export interface DevicesView {
  readonly frame: Frame;
  readonly devices: readonly Device[];
  readonly isRandomMac: (mac: string) => boolean;
  readonly sharedBy: (device: Device) => SharedBy | null;
  /** The groups that can be paused. */
  readonly groups: readonly string[];
  /** The pause that holds for a device, be it its own or not. */
  readonly pauseOf: (device: Device) => Pause | null;
  readonly programsOf: (device: Device) => readonly ProgramView[];
  /** The address this page is looked at from. */
  readonly clientAddress: string;
}

const LEVEL_WORDS: Readonly<Record<Level | 'auto', string>> = {
  auto: 'by host name at first, in full for each program that trusts the certificate',
  off: 'nothing is opened, blocked or logged',
  hostname: 'nothing is opened; trackers are blocked by host name',
  trackers: 'only hosts that some rule is about are opened and filtered',
  full: 'exchanges are opened and filtered, but for the do-not-intercept list',
};
const CHOICES = ['auto', ...LEVELS] as const;
const SOURCE_WORDS: Readonly<Record<LevelSource, string>> = {
  config: 'set in config/eyelid.yaml',
  hand: 'set by hand',
  group: 'set for its group in config/eyelid.yaml',
  default: 'as every new device',
};
const NAME_WORDS: Readonly<Record<NameSource, string>> = {
  config: 'named in config/eyelid.yaml',
  hand: 'named by hand',
  lease: 'named by itself, says the DHCP server',
  dns: "named by itself, says the network's resolver",
};
const SHARED_WORDS: Readonly<Record<SharedBy, string>> = {
  container:
    "This is the address of the container's host. Its NAT may give it to every device, which then cannot be told apart: let the container use the host's network.",
  gateway:
    "This is the router's own address. A router that redirects in its own name gives it to every device, which then cannot be told apart: let it route to Eyelid instead of redirecting.",
  mac: 'Many addresses share its MAC, so a router stands in between: the devices behind it are told apart by address.',
};
const MODE_WORDS: Readonly<Record<Mode, string>> = {
  enforce: 'enforce the rules',
  observe: 'only observe',
};

export function DevicesPage(view: DevicesView) {
  const devices = [...view.devices].sort((a, b) => b.lastSeen - a.lastSeen);
  return (
    <>
      <h1>Devices</h1>
      <p class="lead">
        A new device is filtered by host name. Each of its programs that{' '}
        <a href="/welcome">trusts the certificate</a> is opened and filtered in full.
      </p>
      <details class="levels">
        <summary>What the levels mean</summary>
        <dl class="detail">
          {CHOICES.map((level) => (
            <div>
              <dt>{level === 'auto' ? 'automatic' : level}</dt>
              <dd>{LEVEL_WORDS[level]}</dd>
            </div>
          ))}
        </dl>
      </details>
      <PausesSection frame={view.frame} pauses={view.frame.pauses} groups={view.groups} />
      {devices.length === 0 ? (
        <p class="quiet">No device was seen yet. Point one at the proxy, and it shows up here.</p>
      ) : null}
      <ul class="devices">
        {devices.map((device) => (
          <DeviceCard device={device} view={view} />
        ))}
      </ul>
    </>
  );
}

function DeviceCard({ device, view }: { readonly device: Device; readonly view: DevicesView }) {
  const name = device.name ?? device.address;
  const shared = view.sharedBy(device);
  const pause = view.pauseOf(device);
  return (
    <li class="device">
      <div class="about">
        <h2>
          {cut(name)}
          {device.address === view.clientAddress ? (
            <span class="badge allow">this device</span>
          ) : null}
          {pause === null ? null : (
            <span class="badge">
              paused until <Time at={pause.until} show="moment" />
            </span>
          )}
        </h2>
        <p class="facts">
          <span class="mono">{device.address}</span>
          {device.mac === null ? (
            <span>MAC unknown: told apart by its address</span>
          ) : (
            <span class="mono">{device.mac}</span>
          )}
          {device.mac !== null && view.isRandomMac(device.mac) ? (
            <span title="Phones make up a MAC for each network, and may change it">
              private address
            </span>
          ) : null}
          {device.nameFrom === undefined ? null : <span>{NAME_WORDS[device.nameFrom]}</span>}
        </p>
        {shared === null ? null : <p class="hint">{SHARED_WORDS[shared]}</p>}
        <p class="facts">
          <span>
            Level <strong>{device.level}</strong>: {SOURCE_WORDS[device.levelFrom]}
          </span>
          <span>
            last seen <Time at={device.lastSeen} show="moment" />
          </span>
          <a href={logAddress(new URLSearchParams({ device: device.id }))}>its log</a>
        </p>
      </div>
      <form method="post" action={`/devices/${encodeURIComponent(device.id)}`}>
        <Hidden frame={view.frame} />
        <label>
          <span>Name</span>
          <input name="name" value={device.name ?? ''} maxlength={60} autocomplete="off" />
        </label>
        <label>
          <span>Level</span>
          <select name="level" disabled={device.levelFrom === 'config'}>
            {CHOICES.map((level) => (
              <option value={level} selected={shownLevel(device) === level}>
                {level === 'auto' ? 'automatic' : level}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Mode</span>
          <select name="mode">
            {MODES.map((mode) => (
              <option value={mode} selected={device.mode === mode}>
                {MODE_WORDS[mode]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-label={`Save ${cut(name)}`}>
          Save
        </button>
      </form>
      <PauseForm
        target={`device:${device.id}`}
        name="Pause"
        whom={cut(name)}
        view={{ frame: view.frame, pauses: view.frame.pauses, groups: view.groups }}
      />
      <Programs frame={view.frame} device={device} programs={view.programsOf(device)} />
    </li>
  );
}
