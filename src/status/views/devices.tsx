import { type Device, LEVELS } from '../../model/device.ts';
import type { Pause } from '../../model/pause.ts';
import type { ProgramView } from '../../model/program.ts';
import { LEVEL_WORDS } from './device-words.ts';
import { Counted, Time } from './format.tsx';
import type { Frame } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PausesSection } from './pauses.tsx';

interface Carried {
  readonly count: number;
  readonly actedOn: number;
}

export interface DevicesView {
  readonly frame: Frame;
  readonly devices: readonly Device[];
  /** Exchanges of the last 24 hours by the device's id; null where the log cannot be read. */
  readonly carried: ReadonlyMap<string, Carried> | null;
  /** The groups that can be paused. */
  readonly groups: readonly string[];
  /** The pause that holds for a device, be it its own or not. */
  readonly pauseOf: (device: Device) => Pause | null;
  readonly programsOf: (device: Device) => readonly ProgramView[];
  /** The address this page is looked at from. */
  readonly clientAddress: string;
}

const CHOICES = ['auto', ...LEVELS] as const;

/** All devices, each with what matters most of it; what can be changed is on its own page. */
export function DevicesPage(view: DevicesView) {
  const devices = [...view.devices].sort((a, b) => b.lastSeen - a.lastSeen);
  return (
    <>
      <div class="heading">
        <h1>Devices</h1>
        <a class="button" href="/devices/add">
          Add a device
        </a>
      </div>
      <p class="lead">
        A new device is filtered by host name. Each of its programs that trusts the certificate is
        opened and filtered in full.
      </p>
      {devices.length === 0 ? (
        <p class="hint">
          No device was seen yet. <a href="/devices/add">Point one at the proxy</a>, and it shows up
          here.
        </p>
      ) : null}
      <ul class="devices">
        {devices.map((device) => (
          <DeviceLine device={device} view={view} />
        ))}
      </ul>
      <PausesSection frame={view.frame} pauses={view.frame.pauses} groups={view.groups} />
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
    </>
  );
}

function DeviceLine({ device, view }: { readonly device: Device; readonly view: DevicesView }) {
  const trusting = view.programsOf(device).filter(({ program }) => program.proof !== null).length;
  return (
    <li class="device">
      <h2>
        <a href={`/devices/${encodeURIComponent(device.id)}`}>
          {cut(device.name ?? device.address, 60)}
        </a>
        <Badges device={device} pause={view.pauseOf(device)} clientAddress={view.clientAddress} />
      </h2>
      <p class="facts">
        <span>
          Level <strong>{device.level}</strong>
          {device.levelFrom === 'default' && trusting > 0 ? (
            <>
              , full for <Counted value={trusting} one="program" />
            </>
          ) : null}
        </span>
        <span class="mono">{device.address}</span>
        {device.groups.map((name) => (
          <span>group {cut(name, 40)}</span>
        ))}
      </p>
      <p class="facts">
        {view.carried === null ? null : <LastDay carried={view.carried.get(device.id)} />}
        <span>
          last seen <Time at={device.lastSeen} show="when" />
        </span>
      </p>
    </li>
  );
}

function LastDay({ carried }: { readonly carried: Carried | undefined }) {
  if (carried === undefined || carried.count === 0)
    return <span>nothing in the last 24 hours</span>;
  return (
    <span>
      <Counted value={carried.count} one="exchange" /> in the last 24 hours,{' '}
      <Counted value={carried.actedOn} one="was" many="were" /> acted on
    </span>
  );
}

/** What is special about a device just now. */
export function Badges(props: {
  readonly device: Device;
  readonly pause: Pause | null;
  readonly clientAddress: string;
}) {
  const { device, pause, clientAddress } = props;
  return (
    <>
      {device.address === clientAddress ? <span class="badge allow">this device</span> : null}
      {device.mode === 'observe' ? <span class="badge would">only observed</span> : null}
      {pause === null ? null : (
        <span class="badge">
          paused until <Time at={pause.until} show="moment" />
        </span>
      )}
    </>
  );
}
