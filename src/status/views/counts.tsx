import type { Child } from 'hono/jsx';
import { Num, share } from './format.tsx';

export interface CountLine {
  readonly label: string;
  readonly count: number;
  /** The part of it that was stopped or acted on; the bar shows it dark. */
  readonly part: number;
  /** Where what is counted is listed. */
  readonly address: string;
  /** Where the label itself leads, if not there. */
  readonly about?: string;
  /** A second line. */
  readonly note?: Child;
}

/** Names with their counts, each with a bar and a link; a sentence where there are none. */
export function CountList(props: {
  readonly lines: readonly CountLine[];
  /** What is counted, and what the part is: "tries", "stopped". */
  readonly unit: readonly [one: string, many: string];
  readonly part: string;
  readonly none: string;
}) {
  const { lines, unit, part, none } = props;
  if (lines.length === 0) return <p class="quiet">{none}</p>;
  const most = Math.max(1, ...lines.map(({ count }) => count));
  return (
    <ol class="counts">
      {lines.map((line) => (
        <li>
          <a class="name" href={line.about ?? line.address}>
            {line.label}
          </a>
          <a
            class="count"
            href={line.address}
            title={`${share(line.part, line.count)} ${part}: the rows of the log`}
          >
            <Num value={line.count} />
            <span class="sr"> {line.count === 1 ? unit[0] : unit[1]}</span>
          </a>
          {line.note === undefined ? null : <span class="note">{line.note}</span>}
          <Shares whole={(line.count / most) * 100} part={line.part / Math.max(1, line.count)} />
        </li>
      ))}
    </ol>
  );
}

/** A bar as long as `whole` percent, of which the share `part` is dark. */
export function Shares({ whole, part }: { readonly whole: number; readonly part: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width={whole.toFixed(1)} height="4" class="fill-passed" />
      <rect width={(whole * Math.min(1, part)).toFixed(1)} height="4" class="fill-stopped" />
    </svg>
  );
}
