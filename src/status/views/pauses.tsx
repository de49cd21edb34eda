import type { Pause, PauseTarget } from '../../model/pause.ts';
import { PAUSE_CHOICES } from '../pause-actions.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface PausesView {
  readonly frame: Frame;
  /** Those in force. */
  readonly pauses: readonly Pause[];
  /** The groups of the config file. */
  readonly groups: readonly string[];
}

/** Pauses for everybody and for groups, above the devices. */
export function PausesSection(view: PausesView) {
  const targets: readonly (readonly [PauseTarget, string])[] = [
    ['all', 'All devices'],
    ...view.groups.map((name) => [`group:${name}`, `Group ${cut(name)}`] as const),
  ];
  return (
    <section class="pauses">
      <h2>Pause</h2>
      <p class="quiet">
        While paused nothing is opened, blocked or logged. A pause ends by itself.
      </p>
      {targets.map(([target, name]) => (
        <PauseForm target={target} name={name} view={view} />
      ))}
    </section>
  );
}

/** The buttons that pause somebody, or what ends the pause there is. */
export function PauseForm({
  target,
  name,
  whom = name,
  view,
}: {
  readonly target: PauseTarget;
  /** What stands before the buttons. */
  readonly name: string;
  /** Who is meant, for those who only hear the buttons. */
  readonly whom?: string;
  readonly view: PausesView;
}) {
  const pause = view.pauses.find((one) => one.target === target) ?? null;
  return (
    <form class="pause" method="post" action="/pauses">
      <Hidden frame={view.frame} />
      <input type="hidden" name="target" value={target} />
      <span>{name}</span>
      {pause === null ? (
        PAUSE_CHOICES.map(([length, words]) => (
          <button type="submit" name="for" value={length} aria-label={`Pause ${whom} ${words}`}>
            {words}
          </button>
        ))
      ) : (
        <>
          <span class="badge">
            paused until <Time at={pause.until} show="moment" />
          </span>
          <button type="submit" name="for" value="end" aria-label={`End the pause of ${whom}`}>
            End it
          </button>
        </>
      )}
    </form>
  );
}
