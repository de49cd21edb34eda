import type { RawHeaders } from './request.ts';
import type { LearnerName } from './rewriter-names.ts';
import type { Action, AddedHeader, BodyRewrite, CookieLimit, Edit, Rule } from './rule.ts';

/** What is to be done with an exchange, and why. */
export interface Verdict {
  /** The strongest action that applies. */
  readonly action: Action;
  /** The rule behind `action`; null for `pass`. For `allow`, the exception. */
  readonly rule: Rule | null;
  /** The name of the stand-in that answers, where a rule names one (`$redirect=`, `$redirect-rule=`). */
  readonly stub: string | null;
  /** For `allow`: the rule that the exception undid; null where it undid none. */
  readonly undone: Rule | null;
  /** Where the exchange is answered by us, only those that say where its page leads (`skip`). */
  readonly edits: readonly Edit[];
  readonly logs: readonly Rule[];
  /** True in mode `observe`: recorded as "would have", forwarded untouched. */
  readonly observed: boolean;
}

/** What the device gets instead of the tracker's response. */
export interface Answer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** What is changed in the response of a forwarded exchange. */
export interface ResponseEdits {
  /** Given lower-case names. */
  readonly dropHeader: ((name: string) => boolean) | null;
  readonly dropCookie: ((name: string) => boolean) | null;
  readonly addHeaders: readonly AddedHeader[];
  readonly limitCookies: readonly CookieLimit[];
  /** In the order in which they are applied; each sees what the one before made. */
  readonly body: readonly BodyRewrite[];
  /** What is read out of the body, which goes on as it is. */
  readonly learn: readonly LearnerName[];
}

/** The only thing the proxy carries out. */
export type Effect =
  | {
      readonly kind: 'forward';
      /** Absolute; equal to the request's URL where nothing was stripped. */
      readonly url: string;
      readonly headers: RawHeaders;
      /** The request's body where it was read and something was taken out; null: as it came. */
      readonly body: Uint8Array | null;
      readonly response: ResponseEdits;
      /** Names of what was removed or made different (act/edit-names.ts), for the log. */
      readonly removed: readonly string[];
    }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly removed: readonly string[] };
