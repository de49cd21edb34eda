import { type Device, LEVELS } from '../../model/device.ts';
import type { HostTrust, Program, ProgramView, Proof } from '../../model/program.ts';
import { REFUSAL_WORDS } from '../../model/unopened.ts';
import { shownName } from '../program-actions.ts';
import { counted, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

const PROOF_WORDS: Readonly<Record<Proof, string>> = {
  check: 'it passed the trust check',
  internal: 'it opened this page over HTTPS',
  probe: 'it took an answer of ours for a blocked host',
  use: 'it works with hosts that are opened',
};
/** More are folded up at first. */
const SHOWN_AT_ONCE = 6;
const CHOICES = ['auto', ...LEVELS] as const;

interface ProgramsView {
  readonly frame: Frame;
  readonly device: Device;
  /** Last seen first. */
  readonly programs: readonly ProgramView[];
}

/** The programs of a device: who trusts the certificate, and what is passed through for whom. */
export function Programs({ frame, device, programs }: ProgramsView) {
  if (programs.length === 0) return <p class="quiet">None was seen yet.</p>;
  const trusting = programs.filter(({ program }) => program.proof !== null).length;
  const passed = programs.reduce((sum, { refusedHosts }) => sum + refusedHosts.length, 0);
  return (
    <details class="programs" open={programs.length <= SHOWN_AT_ONCE}>
      <summary>
        {counted(programs.length, 'program')}, {trusting} of them trusting the certificate
        {passed === 0 ? '' : `; ${counted(passed, 'host')} passed through unopened`}
      </summary>
      <ul>
        {programs.map((one) => (
          <ProgramItem frame={frame} device={device} one={one} />
        ))}
      </ul>
    </details>
  );
}

function ProgramItem({
  frame,
  device,
  one: { program, refusedHosts },
}: {
  readonly frame: Frame;
  readonly device: Device;
  readonly one: ProgramView;
}) {
  const name = cut(shownName(program));
  const path = `/devices/${encodeURIComponent(device.id)}/programs/${program.fingerprint}`;
  return (
    <li>
      <p class="facts">
        <strong>{name}</strong>
        <span>{trustOf(program)}</span>
        <span>
          last seen <Time at={program.lastSeen} show="moment" />
        </span>
      </p>
      <div class="change-program">
        <form method="post" action={path}>
          <Hidden frame={frame} />
          <label>
            <span>Level</span>
            <select name="level">
              {CHOICES.map((level) => (
                <option value={level} selected={(program.level ?? 'auto') === level}>
                  {level === 'auto' ? 'automatic' : level}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" aria-label={`Save the level of ${name}`}>
            Save
          </button>
        </form>
        <form method="post" action={`${path}/forget`}>
          <Hidden frame={frame} />
          <button type="submit" aria-label={`Forget what ${name} showed`}>
            Forget
          </button>
        </form>
      </div>
      <Refused program={program} />
      {refusedHosts.map((host) => (
        <RefusedHost frame={frame} path={path} host={host} />
      ))}
    </li>
  );
}

function trustOf({ proof, level }: Program): string {
  if (proof === null && level !== null) return 'not known to trust the certificate';
  if (proof === null) return 'not known to trust the certificate: filtered by host name';
  return `trusts the certificate: ${PROOF_WORDS[proof]}`;
}

function Refused({ program: { refusal } }: { readonly program: Program }) {
  if (refusal === null) return null;
  return (
    <p class="hint">
      Filtered by host name until <Time at={refusal.until} show="moment" />, whatever its level:{' '}
      {REFUSAL_WORDS[refusal.reason]}.
    </p>
  );
}

function RefusedHost({
  frame,
  path,
  host: { hostname, refusal },
}: {
  readonly frame: Frame;
  readonly path: string;
  readonly host: HostTrust;
}) {
  if (refusal === null) return null;
  return (
    <form class="refused" method="post" action={`${path}/retry`}>
      <Hidden frame={frame} />
      <input type="hidden" name="host" value={hostname} />
      <span>
        <span class="mono">{cut(hostname)}</span> is passed through unopened until{' '}
        <Time at={refusal.until} show="moment" />: {REFUSAL_WORDS[refusal.reason]}
      </span>
      <button type="submit" aria-label={`Try ${cut(hostname)} again`}>
        Try again
      </button>
    </form>
  );
}
