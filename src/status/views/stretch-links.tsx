import { type Stretch, type StretchName, stretchLinks } from '../stretch.ts';
import { Time } from './format.tsx';

/** Links that show the same page for another stretch of time; days begin at midnight, which is said. */
export function StretchLinks(props: {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly offered: readonly StretchName[];
  readonly current: Stretch;
}) {
  const { path, query = {}, offered, current } = props;
  return (
    <nav class="stretch" aria-label="Time">
      {stretchLinks(path, query, offered).map(({ name, words, address }) => (
        <a href={address} aria-current={name === current.name ? 'true' : undefined}>
          {capital(words)}
          {name === current.name && name !== '24h' ? (
            <span class="since">
              since <Time at={current.range.since} show="date" />
            </span>
          ) : null}
        </a>
      ))}
    </nav>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
