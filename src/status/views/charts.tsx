import type { Count, Overview } from '../../model/log.ts';
import { number, share } from './format.tsx';

type Hour = Pick<Overview['byHour'][number], 'at' | 'actedOn' | 'total'>;

const HOUR = 3_600_000;
const WIDTH = 720;
const HEIGHT = 120;
const LABEL_EVERY = 3;

/**
 * One entry for each hour from `since` on, zeros where the log has none. The
 * log's hours are UTC's, so in some time zones they begin half an hour off.
 */
export function everyHour(since: number, hours: number, known: readonly Hour[]): readonly Hour[] {
  const counts = new Map(known.map((hour) => [Math.round((hour.at - since) / HOUR), hour]));
  return Array.from({ length: hours }, (_, i) => {
    const hour = counts.get(i);
    return { at: since + i * HOUR, actedOn: hour?.actedOn ?? 0, total: hour?.total ?? 0 };
  });
}

/**
 * Two bars an hour, one in the other: what was carried, and what of it was
 * acted on. Colours come from the style sheet; the numbers follow as a table
 * for those who do not see the picture.
 */
export function HourChart({ hours }: { readonly hours: readonly Hour[] }) {
  const most = Math.max(1, ...hours.map((hour) => hour.total));
  const step = WIDTH / hours.length;
  // Little is shown as little, not as nothing.
  const high = (count: number, least: number) =>
    count === 0 ? 0 : Math.max(least, (count / most) * HEIGHT);
  const busiest = hours.reduce((a, b) => (b.total > a.total ? b : a), hours[0] as Hour);
  const label = (at: number) => String(new Date(at).getHours());
  return (
    <figure class="chart">
      <figcaption class="legend quiet" aria-hidden="true">
        <Key name="acted" words="acted on" />
        <Key name="total" words="carried" />
      </figcaption>
      <svg
        class="hours"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Exchanges for each hour; the busiest is ${label(busiest.at)} o'clock with ${number(busiest.total)}, ${number(busiest.actedOn)} of them acted on`}
      >
        {hours.map((hour, i) => (
          <g>
            <title>
              {`${label(hour.at)} o'clock: ${number(hour.actedOn)} of ${number(hour.total)} acted on`}
            </title>
            <Bar x={i * step} width={step} height={high(hour.total, 4)} name="total" />
            <Bar x={i * step} width={step} height={high(hour.actedOn, 2)} name="acted" />
          </g>
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <p class="hours quiet" aria-hidden="true">
        {hours
          .filter((_, i) => i % LABEL_EVERY === 0)
          .map((hour) => (
            <span>{label(hour.at)}</span>
          ))}
      </p>
      <details>
        <summary>The numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">Acted on</th>
              <th scope="col">Carried</th>
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr>
                <th scope="row">{label(hour.at)}</th>
                <td>{number(hour.actedOn)}</td>
                <td>{number(hour.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Key({ name, words }: { readonly name: string; readonly words: string }) {
  return (
    <span>
      <svg class="key" viewBox="0 0 10 10" aria-hidden="true">
        <rect width="10" height="10" rx="2" class={name} />
      </svg>
      {words}
    </span>
  );
}

function Bar(props: {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
}) {
  return (
    <rect
      class={props.name}
      x={(props.x + props.width * 0.14).toFixed(1)}
      y={(HEIGHT - props.height).toFixed(1)}
      width={(props.width * 0.72).toFixed(1)}
      height={props.height.toFixed(1)}
    />
  );
}

/** A list of names with their counts, each with a bar and a link. */
export function CountList(props: {
  readonly counts: readonly (Count & { readonly address: string; readonly label?: string })[];
  readonly none: string;
}) {
  const most = Math.max(1, ...props.counts.map(({ count }) => count));
  const all = props.counts.reduce((sum, { count }) => sum + count, 0);
  if (props.counts.length === 0) return <p class="quiet">{props.none}</p>;
  return (
    <ol class="counts">
      {props.counts.map(({ name, label, count, address }) => (
        <li>
          <a href={address}>{label ?? name}</a>
          <span class="count" title={share(count, all)}>
            {number(count)}
          </span>
          <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="4" class="total" rx="1" />
            <rect width={((count / most) * 100).toFixed(1)} height="4" class="acted" rx="1" />
          </svg>
        </li>
      ))}
    </ol>
  );
}
