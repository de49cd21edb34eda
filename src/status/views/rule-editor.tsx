import { ruleAddress } from '../rule-address.ts';
import { errorsIn, PREVIEW_DAYS } from '../rule-file-actions.ts';
import type { RuleFileText, RuleFindings, RulePreview, RuleRemark } from '../rule-files.ts';
import { counted, number } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PreviewView } from './rule-preview.tsx';

/** What was asked about the text, and what came of it. */
export interface Asked {
  readonly findings?: RuleFindings;
  readonly preview?: RulePreview;
  /** Why nothing was done. */
  readonly refused?: string;
  /** The next save is meant, whatever is wrong with the text. */
  readonly sure?: boolean;
}

export interface EditorView {
  readonly frame: Frame;
  readonly file: RuleFileText;
  /** What stands in the editor. */
  readonly text: string;
  /** The hash of what the person began with. */
  readonly base: string;
  readonly asked: Asked;
}

const MAX_SHOWN = 100;
const SEVERITY_WORDS: Readonly<Record<RuleRemark['severity'], string>> = {
  error: 'not in force',
  warning: 'warning',
  ineffective: 'not possible here',
  remark: 'remark',
};

export function EditorPage(view: EditorView) {
  const { frame, file, text, base, asked } = view;
  const address = ruleAddress(file.name);
  return (
    <>
      <h1>Edit {cut(file.name)}</h1>
      {file.shipped ? <Shipped /> : null}
      {asked.refused === undefined ? null : (
        <p class="error" role="alert">
          {cut(asked.refused, 500)}
        </p>
      )}
      {asked.sure === true ? <AskAgain asked={asked} /> : null}
      <form class="editor" method="post" action={`${address}/save`} data-name={file.name}>
        <Hidden frame={frame} back={address} />
        <input type="hidden" name="base" value={base} />
        {asked.sure === true ? <input type="hidden" name="sure" value="yes" /> : null}
        <label for="text">{howWritten(file.name)}</label>
        <div class="sheet">
          <pre class="gutter" aria-hidden="true" hidden />
          <textarea
            id="text"
            name="text"
            rows={22}
            wrap="off"
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            data-saved={text === file.text ? 'yes' : 'no'}
          >
            {`\n${text}`}
          </textarea>
        </div>
        <p class="actions">
          <button class="primary" type="submit">
            {asked.sure === true ? 'Save anyway' : 'Save'}
          </button>
          <button type="submit" formaction={`${address}/check`}>
            Check
          </button>
          <button type="submit" formaction={`${address}/preview`} data-preview>
            What would this have changed?
          </button>
          <a href={address}>Cancel</a>
        </p>
      </form>
      <section id="findings" aria-live="polite" aria-label="What is to be said of the text">
        {asked.findings === undefined ? null : <Findings findings={asked.findings} />}
      </section>
      <section id="preview" aria-live="polite" aria-label="What it would have changed">
        {asked.preview === undefined ? null : (
          <PreviewView preview={asked.preview} days={PREVIEW_DAYS} />
        )}
      </section>
    </>
  );
}

function howWritten(name: string): string {
  return /\.ya?ml$/i.test(name)
    ? 'Signatures; what follows a # is a comment'
    : 'One rule a line; a line that begins with ! is a comment';
}

function Shipped() {
  return (
    <p class="hint">
      This file comes with Eyelid, and a newer Eyelid may bring a newer one: your changes would
      stand against it. What you write in{' '}
      <a href={`${ruleAddress('my-rules.txt')}/edit`}>my-rules.txt</a> is yours alone and outranks
      this file.
    </p>
  );
}

function AskAgain({ asked }: { readonly asked: Asked }) {
  const errors = asked.findings === undefined ? 0 : errorsIn(asked.findings);
  return (
    <p class="hint" role="alert">
      Not saved yet: {counted(errors, 'line')} would not be in force, all others would. Mend{' '}
      {errors === 1 ? 'it' : 'them'}, or save once more.
    </p>
  );
}

/** The same list that the page's script makes while somebody types. */
function Findings({ findings }: { readonly findings: RuleFindings }) {
  const shown = findings.findings.slice(0, MAX_SHOWN);
  const more = findings.total - shown.length;
  return (
    <>
      <p>
        {counted(findings.rules, 'rule')}
        {findings.off === 0 ? '' : `, ${number(findings.off)} switched off`}.{' '}
        {findings.total === 0 ? 'Nothing is wrong with it.' : null}
      </p>
      <ul class="rule-remarks">
        {shown.map(({ line, severity, reason }) => (
          <li class={`is-${severity}`}>
            <span class="no">line {number(line)}</span>
            <span>
              <b>{SEVERITY_WORDS[severity]}:</b> {cut(reason, 300)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="quiet">And {number(more)} more.</p> : null}
    </>
  );
}
