import type { Pause } from '../../model/pause.ts';
import { Time } from './format.tsx';

/** Above every page while a pause is in force: who looks for a rule should know why none applies. */
export function PauseBanner({ pauses }: { readonly pauses: readonly Pause[] }) {
  const all = pauses.find(({ target }) => target === 'all');
  if (pauses.length === 0) return null;
  return (
    <p class="hint">
      {all === undefined ? (
        'Some devices are paused: for them nothing is blocked or logged.'
      ) : (
        <>
          Everything is paused until <Time at={all.until} show="moment" />: nothing is blocked or
          logged.
        </>
      )}{' '}
      <a href="/devices">Pauses</a>
    </p>
  );
}
