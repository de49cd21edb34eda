import type { BodyWatch, IdentifierWatch } from '../model/identifier.ts';
import { passingText } from './body-watch.ts';
import type { Hit } from './finder.ts';
import { look, mayMatterInClear, type Watched } from './look.ts';
import { type Asked, treatmentOf } from './policy.ts';
import { masked, overwritten } from './redact.ts';
import { distinct, ruleFor, summaryOf } from './tell.ts';

/**
 * What the proxy asks, over whatever is in force at that moment. Where our own
 * code fails, nothing was found, bytes pass as they came, and `report` is told.
 */
export function identifierWatch(
  current: () => Watched | null,
  report: (error: unknown) => void,
): IdentifierWatch {
  const guarded = <T>(work: (watched: Watched) => T, otherwise: T): T => {
    const watched = current();
    if (watched === null) return otherwise;
    try {
      return work(watched);
    } catch (error) {
      report(error);
      return otherwise;
    }
  };
  return {
    get isOn() {
      return current() !== null;
    },
    look: (request, body, isTracker) =>
      guarded((watched) => look(watched, { request, isTracker }, body), null),
    watchBody: (request, isTracker, edits) =>
      guarded(
        (watched) => watchBody(watched, { request, isTracker }, edits, report),
        PASSED_THROUGH,
      ),
    mask: (text) => guarded(({ finder }) => masked(text, finder.find(text, true)), text),
  };
}

const NOTHING: Uint8Array = new Uint8Array();

const PASSED_THROUGH: BodyWatch = {
  push: (chunk) => chunk,
  end: () => NOTHING,
  found: { rules: [], summary: null },
};

function watchBody(
  { finder, identifiers }: Watched,
  asked: Asked,
  edits: boolean,
  report: (error: unknown) => void,
): BodyWatch {
  const found = new Map<string, Hit & { readonly removed: boolean }>();
  const plain = mayMatterInClear(asked.request);
  const note = (hit: Hit): boolean => {
    const treatment = treatmentOf(hit, 'body', asked);
    const removed = treatment === 'remove';
    if (treatment !== 'leave') found.set(`${hit.index} ${hit.form}`, { ...hit, removed });
    return removed && edits;
  };
  const passing = passingText((text) => {
    try {
      return overwritten(text, finder.find(text, plain).filter(note));
    } catch (error) {
      report(error);
      return text;
    }
  });
  return {
    push: (chunk) => passing.push(chunk),
    end: () => passing.end(),
    get found() {
      const hits = [...found.values()];
      const rules = distinct(hits).flatMap(({ index, form }) => {
        const identifier = identifiers[index];
        const removed = found.get(`${index} ${form}`)?.removed === true;
        if (identifier === undefined) return [];
        return [ruleFor(identifier, index, form, removed ? 'strip' : 'log')];
      });
      return { rules, summary: summaryOf(hits, identifiers, asked.request.hostname) };
    },
  };
}
