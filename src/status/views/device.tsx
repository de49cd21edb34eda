import { type Device, LEVELS, MODES, type SharedBy } from '../../model/device.ts';
import type { DeviceInsight } from '../../model/log.ts';
import type { Pause } from '../../model/pause.ts';
import type { ProgramView } from '../../model/program.ts';
import { shownLevel } from '../actions.ts';
import { logAddress } from '../filter.ts';
import type { Stretch } from '../stretch.ts';
import { DeviceHistory } from './device-history.tsx';
import { LEVEL_WORDS, MODE_WORDS, NAME_WORDS, SHARED_WORDS, SOURCE_WORDS } from './device-words.ts';
import { Badges } from './devices.tsx';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PauseForm } from './pauses.tsx';
import { Programs } from './programs.tsx';

export interface DeviceView {
  readonly frame: Frame;
  readonly device: Device;
  readonly isRandomMac: (mac: string) => boolean;
  readonly shared: SharedBy | null;
  /** The pause that holds for it, be it its own or not. */
  readonly pause: Pause | null;
  readonly programs: readonly ProgramView[];
  readonly stretch: Stretch;
  /** Null where the log knows nothing of it in that time. */
  readonly history: DeviceInsight | 'unreadable' | null;
  readonly clientAddress: string;
}

const CHOICES = ['auto', ...LEVELS] as const;

/** One device: how it is filtered, what its programs showed, and what it was used for. */
export function DevicePage(view: DeviceView) {
  const { device, frame } = view;
  const name = cut(device.name ?? device.address, 60);
  return (
    <>
      <p class="up">
        <a href="/devices">Devices</a>
      </p>
      <h1>
        {name} <Badges {...view} />
      </h1>
      <Known {...view} />
      {view.shared === null ? null : <p class="hint">{SHARED_WORDS[view.shared]}</p>}
      <p class="actions">
        <a class="button" href={logAddress(new URLSearchParams({ device: device.id }))}>
          Its log
        </a>
        <a class="button" href={`/broken?${new URLSearchParams({ device: device.id })}`}>
          Something is broken on it
        </a>
      </p>
      <section class="device">
        <h2>How it is filtered</h2>
        <Treatment {...view} />
        <PauseForm
          target={`device:${device.id}`}
          name="Pause"
          whom={name}
          view={{ frame, pauses: frame.pauses, groups: [] }}
        />
      </section>
      <section class="device" id="programs">
        <h2>Its programs</h2>
        <p class="quiet">
          Trust is each program's own: a browser speaks neither for another one nor for the apps
          beside it.
        </p>
        <Programs frame={frame} device={device} programs={view.programs} />
      </section>
      <DeviceHistory device={device} stretch={view.stretch} history={view.history} />
      <section>
        <h2>Forget it</h2>
        <p class="quiet">
          For a device that is gone: its name, level and pause, what its programs showed, and its
          rows in the log.
        </p>
        <a class="button" href={`/devices/${encodeURIComponent(device.id)}/forget`}>
          Forget {name}
        </a>
      </section>
    </>
  );
}

function Known({ device, isRandomMac }: DeviceView) {
  return (
    <p class="facts">
      <span class="mono">{cut(device.address)}</span>
      {device.mac === null ? (
        <span>MAC unknown: told apart by its address</span>
      ) : (
        <span class="mono">{cut(device.mac)}</span>
      )}
      {device.mac !== null && isRandomMac(device.mac) ? (
        <span title="Phones make up a MAC for each network, and may change it">
          private address
        </span>
      ) : null}
      {device.nameFrom === undefined ? null : <span>{NAME_WORDS[device.nameFrom]}</span>}
      <span>
        first seen <Time at={device.firstSeen} show="day" />
      </span>
      <span>
        last seen <Time at={device.lastSeen} show="moment" />
      </span>
    </p>
  );
}

function Treatment({ device, frame }: DeviceView) {
  return (
    <>
      <p>
        Level <strong>{device.level}</strong>, {SOURCE_WORDS[device.levelFrom]}:{' '}
        {device.levelFrom === 'default' && device.level === 'hostname'
          ? LEVEL_WORDS.auto
          : LEVEL_WORDS[device.level]}
        .
      </p>
      {device.groups.length === 0 ? null : (
        <p class="quiet">
          In {device.groups.length === 1 ? 'the group' : 'the groups'}{' '}
          {device.groups.map((name) => cut(name, 40)).join(', ')}, as <code>groups</code> in{' '}
          <code>config/eyelid.yaml</code> says.
        </p>
      )}
      <form method="post" action={`/devices/${encodeURIComponent(device.id)}`}>
        <Hidden frame={frame} />
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
        <button type="submit" class="primary">
          Save
        </button>
      </form>
    </>
  );
}

/** Asks before a device is forgotten. */
export function ForgetDevicePage({
  frame,
  device,
  rows,
}: {
  readonly frame: Frame;
  readonly device: Device;
  /** Whether the log has rows of it. */
  readonly rows: boolean;
}) {
  const path = `/devices/${encodeURIComponent(device.id)}`;
  const name = cut(device.name ?? device.address, 60);
  return (
    <div class="narrow alone">
      <h1>Forget {name}?</h1>
      <p>
        Its name, level, mode and pause are forgotten, and what its programs showed of their trust.{' '}
        {rows
          ? 'Its rows and numbers leave the log within minutes.'
          : 'The log holds no rows of it.'}
      </p>
      <p class="hint">
        This cannot be undone. Seen again, it is a new device, at the level of new devices.
      </p>
      <form class="actions" method="post" action={`${path}/forget`}>
        <Hidden frame={frame} back="/devices" />
        <button type="submit" class="primary">
          Forget it
        </button>
        <a class="button" href={path}>
          Keep it
        </a>
      </form>
    </div>
  );
}
