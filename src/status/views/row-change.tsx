import type { Child } from 'hono/jsx';
import type { LogRow } from '../../model/log.ts';
import { type Choice, type Offer, opposite, type Proposal } from '../choice.ts';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface ChangeView {
  readonly frame: Frame;
  readonly row: LogRow;
  readonly offer: Offer;
  readonly choice: Choice;
  readonly proposals: readonly Proposal[];
}

const MAX_SHOWN = 120;
const LENGTH_WORDS = { once: 'once', '15m': '15 minutes', '1h': 'an hour', good: 'for good' };

/**
 * What to do next time. The choices are a form of their own, which shows the
 * page again with the lines that they would write: so nothing is written that
 * was not read before, without a script too.
 */
export function Change(view: ChangeView) {
  const { row } = view;
  return (
    <section class="next-time" aria-labelledby={`next-${row.id}`}>
      <h2 id={`next-${row.id}`}>From now on</h2>
      <Choices {...view} />
      <Lines {...view} />
      <p class="quiet">
        Does a page or an app not work because of this?{' '}
        <a href={brokenAddress(row)}>Report it as broken</a> and try what helps.
      </p>
    </section>
  );
}

function brokenAddress({ device, page, at }: LogRow): string {
  const query = new URLSearchParams({ device, ...(page === null ? {} : { page }), at: String(at) });
  return `/broken?${query}`;
}

function Choices({ row, offer, choice }: ChangeView) {
  const { path, host, domain, page, device } = offer;
  const option = (name: keyof Choice, value: string, words: Child) => (
    <label>
      <input type="radio" name={name} value={value} checked={choice[name] === value} />
      <span>{words}</span>
    </label>
  );
  return (
    <form class="choices" method="get" action={`/log/${row.id}`}>
      <fieldset>
        <legend>What</legend>
        {path === null ? null : option('what', 'path', <Address>{host + path}</Address>)}
        {option(
          'what',
          'host',
          <>
            all of <Address>{host}</Address>
          </>,
        )}
        {domain === null
          ? null
          : option(
              'what',
              'domain',
              <>
                all of <Address>{domain}</Address>
              </>,
            )}
      </fieldset>
      <fieldset>
        <legend>Where</legend>
        {page === null
          ? null
          : option(
              'where',
              'site',
              <>
                only on <Address>{page}</Address>
              </>,
            )}
        {option('where', 'all', 'everywhere')}
      </fieldset>
      <fieldset>
        <legend>For whom</legend>
        {device === null
          ? null
          : option('who', 'device', `only ${cut(device.name ?? device.address, 60)}`)}
        {option('who', 'all', 'all devices')}
      </fieldset>
      <fieldset>
        <legend>How long</legend>
        {device === null ? null : option('for', 'once', LENGTH_WORDS.once)}
        {option('for', '15m', LENGTH_WORDS['15m'])}
        {option('for', '1h', LENGTH_WORDS['1h'])}
        {option('for', 'good', LENGTH_WORDS.good)}
      </fieldset>
      <noscript>
        <button type="submit">Show the lines</button>
      </noscript>
    </form>
  );
}

function Address({ children }: { readonly children: string }) {
  return <code>{cut(children, MAX_SHOWN)}</code>;
}

/** The buttons, each beside the line that it writes. */
function Lines({ row, proposals, choice, frame }: ChangeView) {
  const likely = opposite(row.action);
  return (
    <div class="proposals" aria-live="polite">
      {proposals
        .filter(({ action }) => choice.for !== 'once' || action === 'allow')
        .map((proposal) => (
          <ProposalForm proposal={proposal} frame={frame} isLikely={proposal.action === likely} />
        ))}
      <WhatIsWritten length={choice.for} />
    </div>
  );
}

function WhatIsWritten({ length }: { readonly length: Choice['for'] }) {
  if (length === 'once') {
    return <p class="quiet">Nothing is written for this. What is blocked is blocked for longer.</p>;
  }
  return (
    <p class="quiet">
      {length === 'good' ? null : 'The end counts from the moment you press. '}
      Lines are added to <code>rules/my-rules.txt</code>, where you can undo or edit them.
    </p>
  );
}

function ProposalForm(props: {
  readonly proposal: Proposal;
  readonly frame: Frame;
  readonly isLikely: boolean;
}) {
  const { proposal, frame, isLikely } = props;
  const { action, fields, line, words } = proposal;
  const said = line === null ? words : <code>{cut(line, 1_000)}</code>;
  if (Object.keys(fields).length === 0) return <p class="quiet">{cut(words, 300)}</p>;
  return (
    <form method="post" action={`/rules/${action}`}>
      <Hidden frame={frame} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={isLikely ? 'primary' : undefined}>
        {action === 'allow' ? 'Allow' : 'Block'}
      </button>
      <span>{said}</span>
    </form>
  );
}
