import {
  type Device,
  LEVELS,
  type Level,
  type LevelSource,
  MODES,
  type Mode,
} from '../../model/device.ts';
import { shownLevel } from '../actions.ts';
import { logAddress } from '../filter.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface DevicesView {
  readonly frame: Frame;
  readonly devices: readonly Device[];
  readonly isRandomMac: (mac: string) => boolean;
  /** The address this page is looked at from. */
  readonly clientAddress: string;
}

const LEVEL_WORDS: Readonly<Record<Level | 'auto', string>> = {
  auto: 'by host name at first, in full once the device trusts the certificate',
  off: 'nothing is opened, blocked or logged',
  hostname: 'nothing is opened; trackers are blocked by host name',
  full: 'exchanges are opened and filtered, but for the do-not-intercept list',
};
const CHOICES = ['auto', ...LEVELS] as const;
const SOURCE_WORDS: Readonly<Record<LevelSource, string>> = {
  config: 'set in config/eyelid.yaml',
  hand: 'set by hand',
  group: 'set for its group in config/eyelid.yaml',
  proof: 'it trusts the certificate',
  default: 'as every new device',
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
        A new device is filtered by host name. Once it <a href="/welcome">trusts the certificate</a>
        , its exchanges are opened and filtered in full.
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
  return (
    <li class="device">
      <div class="about">
        <h2>
          {cut(name)}
          {device.address === view.clientAddress ? (
            <span class="badge allow">this device</span>
          ) : null}
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
              private MAC
            </span>
          ) : null}
        </p>
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
    </li>
  );
}
