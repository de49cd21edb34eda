const KEYS = [
  ['/', 'search'],
  ['j or ↓, k or ↑', 'next row, row before (arrows while a row has the focus)'],
  ['Enter', 'open the row below itself, or close it'],
  ['Esc', 'close the row; leave the search'],
  ['?', 'show these keys'],
] as const;

/**
 * The keys of the log, shown by `?`. Keys of one character can be switched off,
 * for those who speak to their computer (WCAG 2.2, 2.1.4).
 */
export function LogKeys() {
  return (
    <>
      <p class="quiet" id="keys-hint" hidden>
        <button type="button" id="keys-open">
          Keys
        </button>
      </p>
      <dialog id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys of the log</h2>
        <dl class="key-list">
          {KEYS.map(([key, words]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <label class="tick">
            <input type="checkbox" id="keys-on" checked />
            <span>Use the keys of one character</span>
          </label>
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}
