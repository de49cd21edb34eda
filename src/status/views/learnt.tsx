import type { LearntView } from '../../model/learnt.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface LearntSection {
  readonly gateways: readonly LearntView[];
  /** Hostnames. */
  readonly forgotten: readonly string[];
}

/** What was learnt, each with where it is from and a button that forgets it. Nothing where nothing was. */
export function Learnt({
  frame,
  learnt,
}: {
  readonly frame: Frame;
  readonly learnt: LearntSection;
}) {
  if (learnt.gateways.length + learnt.forgotten.length === 0) return null;
  return (
    <section id="learnt">
      <h2>Learnt</h2>
      <p class="quiet">
        Addresses at which sites pass on to Meta what a visitor does. What scripts post there is
        answered here, on all devices, until nobody has used the address for thirty days.
      </p>
      <ul class="own">
        {learnt.gateways.map((one) => (
          <li>
            <code>{cut(one.host + one.path)}</code>
            <span class="quiet">
              {origin(one)} <Time at={one.seen} show="moment" />, until{' '}
              <Time at={one.expires} show="day" />
            </span>
            <HostButton frame={frame} action="forget" host={hostnameOf(one)} words="Forget" />
          </li>
        ))}
        {learnt.forgotten.map((host) => (
          <li>
            <code>{cut(host)}</code>
            <span class="quiet">forgotten, and not learnt again</span>
            <HostButton frame={frame} action="again" host={host} words="Learn again" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function origin({ from, pixel, site }: LearntView): string {
  const on = site === null ? '' : ` on ${cut(site)}`;
  if (from === 'request') return `from what was sent there${on}, last seen`;
  return `from the settings of pixel ${pixel ?? 'unknown'}${on}, last seen`;
}

function hostnameOf({ host }: LearntView): string {
  return host.replace(/:\d+$/, '');
}

interface ButtonProps {
  readonly frame: Frame;
  readonly action: 'forget' | 'again';
  readonly host: string;
  readonly words: string;
}

function HostButton({ frame, action, host, words }: ButtonProps) {
  return (
    <form method="post" action={`/learnt/${action}`}>
      <Hidden frame={frame} back="/rules" />
      <input type="hidden" name="host" value={host} />
      <button type="submit" aria-label={`${words} ${cut(host)}`}>
        {words}
      </button>
    </form>
  );
}
