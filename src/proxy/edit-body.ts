import type { IncomingMessage } from 'node:http';
import { rewrittenHeaders } from '../act/body/headers.ts';
import { type BodyPlan, MAX_ENCODED } from '../act/body/plan.ts';
import { rewriteBody } from '../act/body/rewrite.ts';
import type { RawHeaders } from '../model/request.ts';
import type { BodyRewrite } from '../model/rule.ts';
import { type ByteBudget, createByteBudget } from './byte-budget.ts';
import { decodeBody } from './decode-body.ts';
import type { FaultLog } from './fault-log.ts';
import { type HoldLimits, holdBody } from './hold-body.ts';
import type { ProxyLog } from './ports.ts';
import { createTurns, type TakeTurn } from './turns.ts';

/** What becomes of a body that was to be edited. */
export type EditedBody =
  /** It was let go: stream it as if nothing had been. */
  | { readonly kind: 'stream' }
  /** It broke off after these bytes. */
  | { readonly kind: 'cut'; readonly bytes: Buffer }
  /** All of it: new, or as it came where no rewrite changed anything. */
  | {
      readonly kind: 'send';
      readonly bytes: Uint8Array;
      readonly headers: RawHeaders;
      readonly changed: readonly BodyRewrite[];
      /** To be called once when the device has it, or left. */
      readonly done: () => void;
    };

/** Holds the body of a response and edits it. Never rejects. */
export type EditBody = (
  incoming: IncomingMessage,
  plan: BodyPlan,
  headers: RawHeaders,
) => Promise<EditedBody>;

const LIMITS: HoldLimits = { bytes: MAX_ENCODED, idle: 5_000, whole: 30_000 };
/** All held bodies together; a household that opens pages holds a few hundred kilobytes. */
const TOTAL = 64 * 1024 * 1024;
/** As many as there are threads that decompress; each may need some 20 MB while it runs. */
const AT_ONCE = 4;

export interface EditingLimits extends HoldLimits {
  readonly total: number;
}

/**
 * Makes what edits bodies. One that is too long, too slow or one too many is
 * let go unedited: a page that comes late or not at all is worse than a page
 * that a rule did not change.
 */
export function createBodyEditing(
  { log, faults }: { readonly log: ProxyLog; readonly faults: FaultLog },
  limits: EditingLimits = { ...LIMITS, total: TOTAL },
): EditBody {
  const budget = createByteBudget(limits.total);
  const takeTurn = createTurns(AT_ONCE);
  let unedited = 0;
  const passedOn = (why: string): void => {
    unedited += 1;
    // Memory that runs out is worth a line; what else comes is the way of the web.
    if (why === 'no room' && unedited === 1) log.warn({ why }, PASSED_ON);
    else log.debug({ why, unedited }, PASSED_ON);
  };
  return (incoming, plan, headers) =>
    editBody({ incoming, plan, headers }, { passedOn, faults, limits, budget, takeTurn });
}

const PASSED_ON = 'a body was passed on unedited';

interface Editing {
  readonly passedOn: (why: string) => void;
  readonly faults: FaultLog;
  readonly limits: HoldLimits;
  readonly budget: ByteBudget;
  readonly takeTurn: TakeTurn;
}

interface Job {
  readonly incoming: IncomingMessage;
  readonly plan: BodyPlan;
  readonly headers: RawHeaders;
}

async function editBody(
  { incoming, plan, headers }: Job,
  { passedOn, faults, limits, budget, takeTurn }: Editing,
): Promise<EditedBody> {
  const held = await holdBody(incoming, limits, budget);
  if (held.kind === 'cut') return held;
  if (held.kind === 'released') {
    passedOn(held.why);
    return { kind: 'stream' };
  }
  const { bytes, giveBack: done } = held;
  try {
    const { bytes: edited, changed, failure } = await takeTurn(() => rewritten(bytes, plan));
    if (failure !== null) passedOn(failure);
    if (edited === null) return { kind: 'send', bytes, headers, changed: [], done };
    const own = rewrittenHeaders(headers, edited.length);
    return { kind: 'send', bytes: edited, headers: own, changed, done };
  } catch (error) {
    faults.report('body', error);
    return { kind: 'send', bytes, headers, changed: [], done };
  }
}

async function rewritten(bytes: Buffer, plan: BodyPlan) {
  const decoded = await decodeBody(bytes, plan.coding);
  if (decoded === null) {
    const failure = `it is not ${plan.coding}, or too long when decompressed`;
    return { bytes: null, changed: [], failure };
  }
  return rewriteBody(decoded, plan, () => new Promise((resolve) => setImmediate(resolve)));
}
