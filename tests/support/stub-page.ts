/** A page as sites write it around one of the scripts that stand-ins are for. */
export interface StubPage {
  /** The stand-in's file. */
  readonly stub: string;
  /** Runs before the script is there: the site's own snippet, and calls that wait. */
  readonly before?: string;
  /** Runs once it is there. */
  readonly after?: string;
  /** In the body, above all scripts. */
  readonly html?: string;
  /** What `note` was told in the end, in any order. */
  readonly notes: readonly string[];
}

/** What waits in a function's own queue until the script takes over: the form of most snippets. */
export const queueing = (name: string, take: string, queue: string): string => `
  window.${name} = function () {
    ${name}.${take} ? ${name}.${take}.apply(${name}, arguments) : ${name}.${queue}.push(arguments);
  };
  ${name}.${queue} = [];`;

/** Snippets that are replaced by the script: calls wait in `q`. */
export const waiting = (name: string): string =>
  `window.${name} = function () { (${name}.q = ${name}.q || []).push(arguments); };`;

/** The page; `note(word)` makes what notes that it was called. */
export function stubPage({ stub, before = '', after = '', html = '' }: StubPage): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${stub}</title></head><body>
${html}
<script>
const notes = [];
const note = (word) => () => {
  notes.push(word);
  document.documentElement.dataset.notes = JSON.stringify(notes);
};
</script>
<script>${before}</script>
<script src="https://tracker.test/${stub}"></script>
<script>${after}</script>
</body></html>`;
}
