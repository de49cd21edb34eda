import type { Action } from './rule.ts';

/** Of an event, what tells whether its request was let go on. */
interface Done {
  readonly action: Action;
  /** The rules were not carried out (mode `observe`). */
  readonly observed: boolean;
}

/** Whether the request was answered here and never reached whom it was for. */
export function isStopped({ action, observed }: Done): boolean {
  return !observed && (action === 'block' || action === 'stub' || action === 'placeholder');
}

/** The sentence of a decoder, "Meta was told: ...", as it is true of what was stopped: "would have been told". */
export function toldSentence(summary: string, event: Done): string {
  // What was found of the household's identifiers may stand before it.
  return isStopped(event) ? summary.replace(' was told: ', ' would have been told: ') : summary;
}
