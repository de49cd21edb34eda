import type { Level } from '../../model/device.ts';
import type { DeviceState } from '../household-overview.ts';
import { logOf, type Stretch } from '../stretch.ts';
import { Counted, Num, Time } from './format.tsx';
import { cut } from './log-item.tsx';

const MOST = 12;
const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  off: 'not watched',
  hostname: 'filtered by host name',
  trackers: 'tracker hosts are opened',
  full: 'filtered in full',
};

/** The devices with how they are filtered, whether they trust, and what they carried. */
export function OverviewDevices(props: {
  readonly devices: readonly DeviceState[];
  readonly stretch: Stretch;
}) {
  const { devices, stretch } = props;
  return (
    <section class="card">
      <h2>Devices</h2>
      {devices.length === 0 ? (
        <p class="quiet">
          No device was seen yet. <a href="/devices/add">Add one</a>.
        </p>
      ) : (
        <ul class="device-lines">
          {devices.slice(0, MOST).map((state) => (
            <DeviceLine state={state} stretch={stretch} />
          ))}
        </ul>
      )}
      <p class="more">
        <a href="/devices">
          {devices.length > MOST ? `All ${devices.length} devices` : 'All devices'}
        </a>
      </p>
    </section>
  );
}

function DeviceLine({
  state,
  stretch,
}: {
  readonly state: DeviceState;
  readonly stretch: Stretch;
}) {
  const { device, carried, actedOn } = state;
  return (
    <li>
      <p class="name">
        <a href={`/devices/${encodeURIComponent(device.id)}`}>
          {cut(device.name ?? device.address, 60)}
        </a>
        {device.mode === 'observe' ? <span class="badge would">only observed</span> : null}
      </p>
      <p class="health">
        <Health state={state} />
      </p>
      <p class="quiet">
        {carried === 0 ? (
          <>
            nothing in the {stretch.words}; seen <Time at={device.lastSeen} show="when" />
          </>
        ) : (
          <>
            <a href={logOf(stretch, { device: device.id })}>
              <Counted value={carried} one="exchange" />
            </a>
            , <Num value={actedOn} /> acted on; seen <Time at={device.lastSeen} show="when" />
          </>
        )}
      </p>
    </li>
  );
}

/** In words, with a sign before them that says the same. */
function Health({ state }: { readonly state: DeviceState }) {
  const { device, trusting } = state;
  const isOpen = trusting > 0 || device.level === 'full' || device.level === 'trackers';
  const level = device.level === 'hostname' && trusting > 0 ? 'full' : device.level;
  return (
    <>
      <span class={isOpen ? 'state good' : 'state'}>
        <span aria-hidden="true">{isOpen ? '●' : '○'}</span> {LEVEL_WORDS[level]}
        {trusting > 0 ? (
          <>
            , <Counted value={trusting} one="program trusts" many="programs trust" /> the
            certificate
          </>
        ) : null}
      </span>
      <Refusals {...state} />
    </>
  );
}

function Refusals({ refusing, refusedHosts }: DeviceState) {
  if (refusing + refusedHosts === 0) return null;
  return (
    <span class="quiet">
      {refusing === 0 ? null : (
        <>
          <Counted value={refusing} one="app refuses" many="apps refuse" /> it.{' '}
        </>
      )}
      {refusedHosts === 0 ? null : (
        <>
          <Counted value={refusedHosts} one="host is" many="hosts are" /> left unopened for apps
          that refuse it.
        </>
      )}
    </span>
  );
}
