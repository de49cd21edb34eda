import type { Report } from '../../model/event.ts';
import type { LogRow } from '../../model/log.ts';
import type { Field } from '../../model/request.ts';
import { names } from '../sentence.ts';
import { counted, span } from './format.tsx';
import { cut } from './log-item.tsx';

const MAX_NAMES = 60;

/** Names of fields; with their values, where the log keeps them. */
export function Names(props: {
  readonly all: readonly string[];
  readonly values?: readonly Field[];
}) {
  const { all, values } = props;
  const shown = all.slice(0, MAX_NAMES);
  return (
    <>
      <span class="names">
        {shown.map((name) => (
          <code>{cut(name, 80)}</code>
        ))}
        {all.length > shown.length ? counted(all.length - shown.length, 'more name') : null}
      </span>
      {values === undefined ? null : <Values values={values} />}
    </>
  );
}

function Values({ values }: { readonly values: readonly Field[] }) {
  if (values.length === 0) {
    return (
      <span class="line quiet">names only; the values are not kept unless log.detail says so</span>
    );
  }
  return (
    <>
      <ul class="values">
        {values.slice(0, MAX_NAMES).map(({ name, value }) => (
          <li>
            <code>
              {cut(name, 80)} = {cut(value, 200)}
            </code>
          </li>
        ))}
      </ul>
      <span class="line quiet">
        values are kept because <code>log.detail</code> is <code>values</code>
      </span>
    </>
  );
}

/** What a decoder understood, in its words. */
export function Asked({ report }: { readonly report: Report }) {
  const { what, asked, taken = [], marks } = report;
  return (
    <>
      <span class="line">
        {asked.length === 0 ? 'nothing about the person' : cut(names(asked), 300)}, with "
        {cut(what, 100)}"
      </span>
      {taken.length === 0 ? null : (
        <span class="line">
          {cut(names(taken), 300)} did not arrive: taken out before it was sent
        </span>
      )}
      {marks.length === 0 ? null : (
        <span class="line quiet">
          {counted(marks.length, 'identifier')} came with it, known to the log by keyed hashes only.{' '}
          <a href="/insight">Who could link what</a>
        </span>
      )}
    </>
  );
}

/** Their names alone; values of headers are never kept. */
export function Headers({ names: all }: { readonly names: readonly string[] }) {
  return (
    <details>
      <summary>{counted(all.length, 'name')}</summary>
      <Names all={all} />
    </details>
  );
}

export function Timing({ row }: { readonly row: LogRow }) {
  const { details, duration } = row;
  const parts = [
    ...(details?.decided == null ? [] : [`decided after ${brief(details.decided)}`]),
    ...(details?.firstByte == null ? [] : [`first byte after ${brief(details.firstByte)}`]),
    `done after ${span(duration)}`,
  ];
  return <>{parts.join(', ')}</>;
}

function brief(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : span(ms);
}
