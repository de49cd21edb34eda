import { moment, Num, number, Time, type TimeFormat } from './format.tsx';

/** What a part of each bar stands for; the style sheet and `Fills` know each by its name. */
export interface Series {
  readonly fill: 'stopped' | 'cleaned' | 'passed' | 'unopened';
  readonly words: string;
}

/** One bar: where its time begins, and a value for each series, the lowest first. */
export interface Bar {
  readonly at: number;
  readonly values: readonly number[];
}

export interface StackedChartView {
  /** Of what it is a picture: "Exchanges". Also tells charts of one page apart. */
  readonly name: string;
  readonly series: readonly Series[];
  /** Oldest first; as many as there are, they share the width. */
  readonly bars: readonly Bar[];
  /** How the beginnings of bars are written below them and in the table. */
  readonly axis: TimeFormat;
  readonly rows: TimeFormat;
  /** Every which bar is labelled. */
  readonly labelEvery: number;
  /** Where the rows of one bar are listed. */
  readonly address?: (bar: Bar) => string;
}

const WIDTH = 720;
const HEIGHT = 140;
/** Little is shown as little, not as nothing. */
const LEAST = 2;

/**
 * Bars of parts that stand on each other. The parts are told apart by colour
 * and by pattern; the picture's label says the most important in words, and
 * the numbers follow as a table for those who do not see it.
 */
export function StackedChart(view: StackedChartView) {
  const { name, series, bars, axis, labelEvery } = view;
  const most = Math.max(1, ...bars.map(sum));
  const id = name.toLowerCase().replace(/[^a-z]+/g, '-');
  const step = WIDTH / Math.max(1, bars.length);
  return (
    <figure class="chart">
      <figcaption class="legend quiet">
        {series.map(({ fill, words }) => (
          <span>
            <Swatch fill={fill} of={id} />
            {words}
          </span>
        ))}
      </figcaption>
      <svg
        class="bars-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={inWords(view)}
      >
        <Fills of={id} />
        {bars.map((bar, i) => (
          <g>
            <title>{title(bar, view)}</title>
            {stacked(bar.values, most).map(({ y, height }, at) =>
              height === 0 ? null : (
                <rect
                  fill={`url(#${id}-${series[at]?.fill})`}
                  x={(i * step + step * 0.12).toFixed(1)}
                  y={y.toFixed(1)}
                  width={(step * 0.76).toFixed(1)}
                  height={height.toFixed(1)}
                />
              ),
            )}
          </g>
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <p class={labelEvery === 1 ? 'axis each quiet' : 'axis quiet'} aria-hidden="true">
        {bars
          .filter((_, i) => i % labelEvery === 0)
          .map(({ at }) => (
            <Time at={at} show={axis} />
          ))}
      </p>
      <Numbers {...view} />
    </figure>
  );
}

function sum({ values }: Bar): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Where each part of a bar is, from the ground up. */
function stacked(values: readonly number[], most: number) {
  const parts: { readonly y: number; readonly height: number }[] = [];
  let y = HEIGHT;
  for (const value of values) {
    const height = value === 0 ? 0 : Math.min(y, Math.max(LEAST, (value / most) * HEIGHT));
    y -= height;
    parts.push({ y, height });
  }
  return parts;
}

function title(bar: Bar, { series, rows }: StackedChartView): string {
  const parts = series.map(({ words }, i) => `${words} ${number(bar.values[i] ?? 0)}`);
  return `${moment(bar.at, rows)}: ${parts.join(', ')}`;
}

function inWords({ name, series, bars, rows }: StackedChartView): string {
  const [first] = bars;
  if (first === undefined || bars.every((bar) => sum(bar) === 0)) return `${name}: none`;
  const busiest = bars.reduce((a, b) => (sum(b) > sum(a) ? b : a), first);
  const totals = series.map(({ words }, i) => {
    const total = bars.reduce((all, { values }) => all + (values[i] ?? 0), 0);
    return `${words} ${number(total)}`;
  });
  const most = `most, ${number(sum(busiest))}, from ${moment(busiest.at, rows)}`;
  return `${name} over time: ${totals.join(', ')}; ${most}`;
}

/** Patterns stay apart where colours do not. */
function Fills({ of }: { readonly of: string }) {
  const tile = { width: '6', height: '6', patternUnits: 'userSpaceOnUse' } as const;
  return (
    <defs>
      <pattern id={`${of}-stopped`} {...tile}>
        <rect width="6" height="6" class="fill-stopped" />
      </pattern>
      <pattern id={`${of}-cleaned`} {...tile} patternTransform="rotate(45)">
        <rect width="6" height="6" class="fill-back" />
        <rect width="3.4" height="6" class="fill-cleaned" />
      </pattern>
      <pattern id={`${of}-passed`} {...tile}>
        <rect width="6" height="6" class="fill-passed" />
      </pattern>
      <pattern id={`${of}-unopened`} {...tile}>
        <rect width="6" height="6" class="fill-back" />
        <rect width="6" height="1.5" class="fill-unopened" />
      </pattern>
    </defs>
  );
}

function Swatch({ fill, of }: { readonly fill: Series['fill']; readonly of: string }) {
  return (
    <svg class="key" viewBox="0 0 12 12" aria-hidden="true">
      <rect width="12" height="12" fill={`url(#${of}-${fill})`} />
    </svg>
  );
}

function Numbers({ name, series, bars, rows, address }: StackedChartView) {
  return (
    <details class="numbers">
      <summary>The numbers</summary>
      <section class="scroll" tabindex={0} aria-label={`${name} as a table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              {series.map(({ words }) => (
                <th scope="col" class="num">
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars
              .filter((bar) => sum(bar) > 0)
              .map((bar) => (
                <tr>
                  <th scope="row">
                    <Beginning bar={bar} rows={rows} address={address} />
                  </th>
                  {bar.values.map((value) => (
                    <td class="num">
                      <Num value={value} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function Beginning(props: {
  readonly bar: Bar;
  readonly rows: TimeFormat;
  readonly address: StackedChartView['address'];
}) {
  const { bar, rows, address } = props;
  const time = <Time at={bar.at} show={rows} />;
  return address === undefined ? time : <a href={address(bar)}>{time}</a>;
}
