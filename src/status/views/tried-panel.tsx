import type { NamedTried } from '../../model/insight.ts';
import { type CountLine, CountList } from './counts.tsx';
import { cut } from './log-item.tsx';

const MOST = 25;

/** A name that was tried, as a line of a list. */
export function triedLine({ name, count, stopped }: NamedTried, address: string): CountLine {
  return { label: cut(name, 60), count, part: stopped, address };
}

/** A list of names with their tries, the most frequent first. */
export function TriedPanel(props: {
  readonly title: string;
  readonly none: string;
  readonly lines: readonly CountLine[];
}) {
  const { title, none, lines } = props;
  const more = lines.length - MOST;
  return (
    <section>
      <h2>{title}</h2>
      <CountList lines={lines.slice(0, MOST)} unit={['try', 'tries']} part="stopped" none={none} />
      {more > 0 ? <p class="quiet">and {more} more</p> : null}
    </section>
  );
}
