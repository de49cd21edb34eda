import { type DiffLine, lineDiff } from '../line-diff.ts';
import { ruleAddress } from '../rule-address.ts';
import type { PastRuleText, RuleFileText } from '../rule-files.ts';
import { counted, number, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

const MAX_LINES = 600;
const MARKS = { same: ' ', old: '−', new: '+' } as const;
const WORDS = { same: '', old: 'taken out: ', new: 'put in: ' } as const;

/** What differs between two texts; a mark and a word beside the colour say which is which. */
export function DiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const { lines, added, removed } = lineDiff(before, after);
  if (added + removed === 0) return <p class="quiet">The two read alike.</p>;
  const more = lines.length - MAX_LINES;
  return (
    <>
      <p class="quiet">
        {counted(added, 'line')} put in, {counted(removed, 'line')} taken out.
      </p>
      <ol class="diff" tabindex={0} aria-label="Differences">
        {lines.slice(0, MAX_LINES).map((line) => (
          <DiffRow line={line} />
        ))}
      </ol>
      {more > 0 ? <p class="quiet">And {number(more)} more.</p> : null}
    </>
  );
}

function DiffRow({ line }: { readonly line: DiffLine }) {
  if (line.kind === 'skip') {
    return <li class="skipped quiet">{counted(line.count, 'line')} alike</li>;
  }
  return (
    <li class={line.kind}>
      <span class="no">{line.kind === 'old' ? line.old : line.new}</span>
      <code>
        <span aria-hidden="true">{MARKS[line.kind]} </span>
        <span class="sr">{WORDS[line.kind]}</span>
        {line.text}
      </code>
    </li>
  );
}

/** The file was changed outside while it was edited here: both are shown, and nothing is written yet. */
export function RuleConflictPage(props: {
  readonly frame: Frame;
  readonly theirs: RuleFileText;
  readonly mine: string;
}) {
  const { frame, theirs, mine } = props;
  const address = ruleAddress(theirs.name);
  return (
    <>
      <h1>{cut(theirs.name)} was changed meanwhile</h1>
      <p class="hint" role="alert">
        Another editor wrote to the file after you opened it. Nothing of yours was saved, and
        nothing of theirs was lost.
      </p>
      <h2>From their text to yours</h2>
      <DiffView before={theirs.text} after={mine} />
      <form class="editor" method="post" action={`${address}/save`}>
        <Hidden frame={frame} back={address} />
        <input type="hidden" name="base" value={theirs.hash} />
        <label>
          <span>Your text: merge theirs into it by hand, or save it as it is</span>
          <textarea name="text" rows={16} wrap="off" spellcheck={false}>
            {`\n${mine}`}
          </textarea>
        </label>
        <p class="actions">
          <button class="primary" type="submit">
            Save this text
          </button>
          <button type="submit" formaction={`${address}/leave`}>
            Keep theirs
          </button>
          <span class="quiet">Whichever is not kept stays among the earlier texts.</span>
        </p>
      </form>
    </>
  );
}

/** A text that the file had before, beside what it holds now. */
export function PastTextPage(props: {
  readonly frame: Frame;
  readonly file: RuleFileText;
  readonly about: PastRuleText;
  readonly text: string;
}) {
  const { frame, file, about, text } = props;
  const address = ruleAddress(file.name);
  return (
    <>
      <h1>An earlier {cut(file.name)}</h1>
      <p class="lead">
        {about.why === 'saved' ? 'The file read so until' : 'Written here and not saved,'}{' '}
        <Time at={about.at} show="moment" />.
      </p>
      <h2>What restoring it would change</h2>
      <DiffView before={file.text} after={text} />
      <form class="actions" method="post" action={`${address}/restore`}>
        <Hidden frame={frame} back={address} />
        <input type="hidden" name="id" value={about.id} />
        <input type="hidden" name="base" value={file.hash} />
        <button class="primary" type="submit" disabled={file.text === text}>
          Restore it
        </button>
        <a class="button" href={address}>
          Back to the file
        </a>
      </form>
    </>
  );
}

/** The earlier texts of a file, each with a link that shows it. */
export function PastTexts(props: {
  readonly name: string;
  readonly history: readonly PastRuleText[];
}) {
  const { name, history } = props;
  if (history.length === 0) return null;
  return (
    <section id="history">
      <h2>Earlier texts</h2>
      <ul class="own">
        {history.map((one) => (
          <li>
            <a href={`${ruleAddress(name)}/past/${one.id}`}>
              <Time at={one.at} show="moment" />
            </a>
            <span class="quiet">
              {one.why === 'saved' ? 'replaced by a save' : 'written here, not saved'},{' '}
              {counted(one.size, 'byte')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
