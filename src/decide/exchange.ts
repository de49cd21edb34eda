import type { Mode } from '../model/device.ts';
import type { Edit, Matches, Rule } from '../model/rule.ts';
import { stubNamed } from '../model/stub-names.ts';
import type { Verdict } from '../model/verdict.ts';

export interface ExchangePolicy {
  readonly mode: Mode;
}

/**
 * Weighs what the rules say of a request. The first numbered step that has
 * something to say gives `action` and `rule`; never throws.
 *
 * 1. A person's allow.
 * 2. `$important`, and a person's own block.
 * 3. Exceptions: they take the block of step 4 away, and nothing else, because
 *    the engine has already dropped the edits that an exception undid.
 * 4. Block, stub, placeholder.
 * 5. Strip and rewrite, all that match.
 * 6. Log.
 *
 * An edit matches by URL, whether or not the request holds what it removes. To
 * record what was really done, decide again with `edits` narrowed to those
 * that found something.
 */
export function decideExchange(matches: Matches, policy: ExchangePolicy): Verdict {
  const { personalAllow, important, exception, block, edits, logs } = matches;
  // Verdicts are written out in full: spreading a common part into each took
  // three microseconds, more than all the matching before it.
  const observed = policy.mode === 'observe';

  // 1. A person's allow: the request leaves exactly as it came.
  if (personalAllow !== null) {
    const undone = important ?? block ?? strongestEdit(edits)?.rule ?? null;
    const reading = edits.filter(({ kind }) => kind === 'learn');
    const rule = personalAllow;
    return { action: 'allow', rule, stub: null, undone, edits: reading, logs, observed };
  }

  // 2. Important: no exception of a list can undo it.
  if (important !== null) return answered(important, matches, observed);

  // 3. An exception: what it undid is remembered, so that the log can show both.
  const undone = exception === null ? null : block;

  // 4. Block, stub, placeholder.
  if (block !== null && undone === null) return answered(block, matches, observed);

  // 5. Strip and rewrite: all of them are carried out, the stronger is named.
  const edit = strongestEdit(edits);
  if (edit !== null) {
    const action = edit.rule.action === 'rewrite' ? 'rewrite' : 'strip';
    return { action, rule: edit.rule, stub: null, undone, edits, logs, observed };
  }

  // 6. Log. It is weaker than all above, but stronger than a bare exception:
  // somebody asked to see these requests.
  const log = logs[0];
  if (log !== undefined) {
    return { action: 'log', rule: log, stub: null, undone, edits, logs, observed };
  }

  const action = exception === null ? 'pass' : 'allow';
  return { action, rule: exception, stub: null, undone, edits, logs, observed };
}

/**
 * The device gets an answer of ours, so there is nothing left to edit; but what
 * says where a page leads is kept, for then it can be answered with the way
 * there. A rule that names its own stand-in is not overruled by a
 * `$redirect-rule`.
 */
function answered(rule: Rule, matches: Matches, observed: boolean): Verdict {
  const { redirect, logs } = matches;
  const edits = matches.edits.filter(({ kind }) => kind === 'skip');
  const stub = rule.stub ?? redirect?.stub ?? null;
  if (stub !== null && stubNamed(stub) === CLICK_TO_LOAD) {
    return { action: 'placeholder', rule, stub: null, undone: null, edits, logs, observed };
  }
  const action = stub !== null && rule.action === 'block' ? 'stub' : rule.action;
  return { action, rule, stub, undone: null, edits, logs, observed };
}

/** uBlock's name for what we call a placeholder: a list asks for it as for a stand-in. */
const CLICK_TO_LOAD = 'click2load.html';

/** What only reads the response changes nothing, and decides nothing. */
function strongestEdit(edits: readonly Edit[]): Edit | null {
  let first: Edit | null = null;
  for (const edit of edits) {
    if (edit.kind === 'learn') continue;
    if (edit.rule.action === 'rewrite') return edit;
    first ??= edit;
  }
  return first;
}
