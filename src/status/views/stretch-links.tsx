import { type StretchName, stretchLinks } from '../stretch.ts';

/** Links that show the same page for another stretch of time. */
export function StretchLinks(props: {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly offered: readonly StretchName[];
  readonly current: StretchName;
}) {
  const { path, query = {}, offered, current } = props;
  return (
    <nav class="stretch" aria-label="Time">
      {stretchLinks(path, query, offered).map(({ name, words, address }) => (
        <a href={address} aria-current={name === current ? 'true' : undefined}>
          {capital(words)}
        </a>
      ))}
    </nav>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
