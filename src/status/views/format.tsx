// Formats hold no state; making one takes longer than using it a thousand times.
const NUMBER = new Intl.NumberFormat('en-GB');
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const WHEN = new Intl.DateTimeFormat('en-GB', {
  ...{ weekday: 'short', day: 'numeric', month: 'short' },
  ...{ hour: '2-digit', minute: '2-digit' },
});
const FORMATS = {
  ...{ time: TIME, hour: HOUR, weekday: WEEKDAY, date: DATE },
  ...{ day: DAY, when: WHEN, moment: MOMENT },
} as const;
export type TimeFormat = keyof typeof FORMATS;

/**
 * A moment, in this machine's time zone and in English, which the page's
 * script replaces by the browser's own zone and language.
 */
export function Time({ at, show }: { readonly at: number; readonly show: TimeFormat }) {
  return (
    <time datetime={new Date(at).toISOString()} data-show={show}>
      {FORMATS[show].format(at)}
    </time>
  );
}

/** A moment for texts that hold no elements: titles and labels of pictures. */
export function moment(at: number, show: TimeFormat): string {
  return FORMATS[show].format(at);
}

/** A number, which the page's script writes as the browser's language does. */
export function Num({ value }: { readonly value: number }) {
  return <data value={String(value)}>{number(value)}</data>;
}

/** "3 rules", "1 rule", with the number as `Num` shows it. */
export function Counted(props: {
  readonly value: number;
  readonly one: string;
  readonly many?: string;
}) {
  const { value, one, many = `${one}s` } = props;
  return (
    <>
      <Num value={value} /> {value === 1 ? one : many}
    </>
  );
}

/** A number for texts that hold no elements; `Num` is for all else. */
export function number(value: number): string {
  return NUMBER.format(value);
}

/** "3 rules", "1 rule". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A share of a whole in percent, without pretending that little is nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const percent = (part / whole) * 100;
  return percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`;
}

/** Bytes with a decimal unit, as routers and phones count them. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Milliseconds as a person says them. */
export function span(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
