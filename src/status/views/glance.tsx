import type { Child } from 'hono/jsx';
import type { NamedTried } from '../../model/insight.ts';
import type { BrokenHint } from '../broken-hints.ts';
import type { Finding, Health } from '../health.ts';
import { names } from '../sentence.ts';
import { logOf, type Stretch } from '../stretch.ts';
import { Counted, Num } from './format.tsx';
import type { Frame } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PauseForm } from './pauses.tsx';

export interface GlanceView {
  readonly frame: Frame;
  readonly stretch: Stretch;
  readonly health: Health;
  readonly hints: readonly BrokenHint[];
  readonly trackers: readonly NamedTried[];
  readonly ownerOf: (tracker: string) => string | null;
}

/** Who is named of all that tracked. */
const NAMED = 3;

/** The three questions a person comes with, answered in a sentence each. */
export function Glance(view: GlanceView) {
  return (
    <div class="glance">
      <Working health={view.health} />
      <Who {...view} />
      <Broken {...view} />
    </div>
  );
}

type Tone = Health['state'];

const TONE_WORDS: Readonly<Record<Tone, string>> = {
  good: 'Good',
  note: 'Note',
  bad: 'Problem',
  waiting: 'Waiting',
};
/** A tick, an i, an exclamation mark, a clock: no two look alike without colour. */
const TONE_PATHS: Readonly<Record<Tone, string>> = {
  good: 'M6 12.5l4 4 8-9',
  note: 'M12 11v6M12 7v.5',
  bad: 'M12 6.5v7M12 17v.5',
  waiting: 'M12 7v5l3.5 2',
};

function Answer(props: {
  readonly tone: Tone;
  readonly question: string;
  readonly children?: Child;
}) {
  return (
    <section class={`answer ${props.tone}`}>
      <h2>
        <svg viewBox="0 0 24 24" role="img" aria-label={TONE_WORDS[props.tone]}>
          <circle cx="12" cy="12" r="11" />
          <path d={TONE_PATHS[props.tone]} />
        </svg>
        {props.question}
      </h2>
      {props.children}
    </section>
  );
}

function Working({ health: { state, headline, findings } }: { readonly health: Health }) {
  return (
    <Answer tone={state} question="Is it working?">
      <p>{headline}</p>
      {findings.length === 0 ? null : (
        <ul class="findings">
          {findings.map((finding) => (
            <FoundItem finding={finding} />
          ))}
        </ul>
      )}
    </Answer>
  );
}

function FoundItem({ finding: { tone, text, link } }: { readonly finding: Finding }) {
  return (
    <li>
      {tone === 'bad' ? <strong>Problem: </strong> : null}
      {cut(text, 300)} <a href={link.address}>{link.words}</a>
    </li>
  );
}

function Who({ stretch, trackers, ownerOf }: GlanceView) {
  const tries = trackers.reduce((sum, { count }) => sum + count, 0);
  const stopped = trackers.reduce((sum, tracker) => sum + tracker.stopped, 0);
  if (tries === 0) {
    return (
      <Answer tone="good" question="Who tracked us?">
        <p>Nobody that Eyelid knows tried in the {stretch.words}.</p>
      </Answer>
    );
  }
  const owners = [...new Set(trackers.map(({ name }) => ownerOf(name) ?? name))];
  const others = owners.length - NAMED;
  const first = owners.slice(0, NAMED).map((owner) => cut(owner, 40));
  const all = names(others > 0 ? [...first, `${others} other${others === 1 ? '' : 's'}`] : first);
  return (
    <Answer tone={stopped === tries ? 'good' : 'note'} question="Who tracked us?">
      <p>
        {all} wanted to know. Of{' '}
        <a href={logOf(stretch, {})}>
          <Counted value={tries} one="try" many="tries" />
        </a>
        , {stopped === tries ? 'all' : <Num value={stopped} />} were stopped
        {stopped === tries ? null : '; the others were cleaned, allowed, or not blocked by a rule'}.
      </p>
      <p>
        <a href={`/insight?last=${stretch.name}`}>What they could link</a>
      </p>
    </Answer>
  );
}

function Broken({ frame, hints }: GlanceView) {
  return (
    <Answer tone={hints.length === 0 ? 'good' : 'note'} question="Is something broken?">
      {hints.length === 0 ? (
        <p>Nothing that Eyelid can tell: no app refused it in the last 24 hours.</p>
      ) : (
        <ul class="findings">
          {hints.map((hint) => (
            <li>{hintWords(hint)}</li>
          ))}
        </ul>
      )}
      <p>
        <a class="button" href="/broken">
          Something does not work
        </a>
      </p>
      <PauseForm
        target="all"
        name="Pause everything"
        whom="all devices"
        view={{ frame, pauses: frame.pauses, groups: [] }}
      />
    </Answer>
  );
}

function hintWords({ device, program, hosts }: BrokenHint) {
  const name = cut(device.name ?? device.address, 60);
  return (
    <>
      {cut(program, 60)} on <a href={`/broken?device=${encodeURIComponent(device.id)}`}>{name}</a>{' '}
      does not accept the certificate{' '}
      {hosts === 0 ? null : (
        <>
          for <Counted value={hosts} one="host" />
        </>
      )}
      : passed through unopened, so it should work.
    </>
  );
}
