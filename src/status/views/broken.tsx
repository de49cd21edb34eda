import type { Device } from '../../model/device.ts';
import type { Pause } from '../../model/pause.ts';
import type { Look } from '../broken/look.ts';
import { CulpritList } from './broken-culprits.tsx';
import { Besides } from './broken-others.tsx';
import { TrialList } from './broken-trials.tsx';
import { Time } from './format.tsx';
import type { Frame } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PauseForm } from './pauses.tsx';

/** What of a device is shown. */
export interface DeviceView {
  readonly frame: Frame;
  readonly device: Device;
  readonly look: Look;
  readonly pauses: readonly Pause[];
  /** The pause that holds for the device, be it its own or not. */
  readonly pause: Pause | null;
  /** The site that is said to be broken; null where nobody said. */
  readonly page: string | null;
  /** The names of the lists that can be looked at line by line. */
  readonly files: ReadonlySet<string>;
  readonly version: string;
  /** A moment of the past was asked for. */
  readonly isPast: boolean;
}

export interface BrokenView {
  readonly frame: Frame;
  readonly devices: readonly Device[];
  /** The device that asks; null where it is none of these. */
  readonly own: Device | null;
  /** Null where none was chosen. */
  readonly shown: DeviceView | null;
  /** Where the part that changes is to be had. */
  readonly part: string;
}

/** "Something is broken": pick a device, see what may be why, try what helps. */
export function BrokenPage({ devices, own, shown, part }: BrokenView) {
  return (
    <>
      <h1>Something is broken</h1>
      <p class="lead">
        A page or an app does not work? See whether Eyelid is why, and try what helps.
      </p>
      <form class="filters" method="get" action="/broken">
        <label>
          <span>Device</span>
          <select name="device">
            {shown === null ? <option value="">choose one</option> : null}
            {devices.map((one) => (
              <option value={one.id} selected={one.id === shown?.device.id}>
                {cut(nameOf(one), 60)}
                {one.id === own?.id ? ' (this one)' : ''}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Look</button>
      </form>
      {shown === null ? (
        <p class="quiet">
          Choose the device on which it happened. Eyelid remembers its last minutes in memory.
        </p>
      ) : (
        <>
          <p class="quiet" id="broken-state" role="status" />
          <noscript>
            <p class="quiet">Press "Look" again to see what happened since.</p>
          </noscript>
          <div id="broken" data-part={part}>
            <BrokenPart {...shown} />
          </div>
        </>
      )}
    </>
  );
}

/** The part that changes by itself while the page is open. */
export function BrokenPart(view: DeviceView) {
  const { look, device, pause, frame, pauses } = view;
  const name = cut(nameOf(device), 60);
  return (
    <>
      <Stretch {...view} />
      <TrialList {...view} />
      <Verdict {...view} />
      <CulpritList {...view} />
      {look.from === 'none' ? null : <Besides {...look.others} />}
      <section class="pauses">
        <h2>Is it Eyelid at all?</h2>
        <p class="quiet">
          {pause === null
            ? `Pause ${name} and try once more: if it still does not work, something else is why.`
            : `${name} is paused. If it still does not work, something else is why.`}
        </p>
        <PauseForm
          target={`device:${device.id}`}
          name={`Pause ${name}`}
          whom={name}
          view={{ frame, pauses, groups: [] }}
        />
      </section>
    </>
  );
}

function Stretch({ look, device, isPast }: DeviceView) {
  const name = cut(nameOf(device), 60);
  if (isPast) {
    return (
      <p>
        {name} from <Time at={look.since} show="moment" /> to <Time at={look.until} show="time" />
        {look.from === 'log' ? ', in so far as the log has rows of it' : ''}.{' '}
        <a href={`/broken?device=${encodeURIComponent(device.id)}`}>The last five minutes</a>
      </p>
    );
  }
  return (
    <p>
      Open the page or app on {name} once more, so that it happens again. Below are its last five
      minutes, the likeliest culprit first.
    </p>
  );
}

/** Said plainly where nothing of ours was done. */
function Verdict({ look, device, pause, isPast }: DeviceView) {
  const name = cut(nameOf(device), 60);
  const { from, sites, others } = look;
  if (from === 'none') {
    return (
      <p class="hint">
        What devices do is not remembered here, for <code>log.detail</code> is <code>counts</code>.
        Set it to <code>names</code> in the settings to use this page.
      </p>
    );
  }
  if (sites.length > 0) return null;
  const when = isPast ? 'in these five minutes' : 'in the last five minutes';
  return (
    <div class="check trusted" id="nothing">
      <p>
        <strong>
          No request of {name} was changed or blocked {when}.
        </strong>{' '}
        {device.level === 'off' || pause !== null
          ? 'It is not watched at the moment, so Eyelid does nothing to it.'
          : ''}
        {others.observed > 0
          ? `It is only observed: ${others.observed} would have been, and went through.`
          : ''}
        {look.trials.length > 0 ? 'What is being tried above went through.' : ''}
      </p>
    </div>
  );
}

/** What a device is called. */
export function nameOf({ name, address }: Device): string {
  return name ?? address;
}
