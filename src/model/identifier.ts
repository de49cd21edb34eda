import type { RequestInfo } from './request.ts';
import type { Edit, Rule } from './rule.ts';

export type IdentifierKind = 'email' | 'phone';

/** An e-mail address or a phone number of the household, as far as anybody is shown it. */
export interface Identifier {
  readonly id: string;
  readonly kind: IdentifierKind;
  /** What a person calls it, or its masked form: `a…@g…`. Never the value. */
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
}

/** What a request holds of the household's identifiers, and what is to be done about it. */
export interface IdentifierFindings {
  /** Take them out. */
  readonly edits: readonly Edit[];
  /** Where they are seen, and left. */
  readonly logs: readonly Rule[];
  /** Where they cannot be taken out, and must not go. */
  readonly block: Rule | null;
  /** One sentence without a full stop; null where there is nothing to tell. */
  readonly summary: string | null;
}

/** What was seen in a body that was streamed. */
export interface StreamFindings {
  readonly rules: readonly Rule[];
  readonly summary: string | null;
}

/** Looks through a body as it passes. Bytes come out in order, as many as went in. */
export interface BodyWatch {
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back. */
  end(): Uint8Array;
  readonly found: StreamFindings;
}

/** What the proxy asks of the household's identifiers. Never throws. */
export interface IdentifierWatch {
  /** False where there are none: then nothing else is asked. */
  readonly isOn: boolean;
  /** Null where nothing was found. `body` is that of the request, decompressed, where it was read. */
  look(
    request: RequestInfo,
    body: Uint8Array | null,
    isTracker: boolean,
  ): IdentifierFindings | null;
  /** With `edits`, what it finds is overwritten, where it would be taken out of a body that was read. */
  watchBody(request: RequestInfo, isTracker: boolean, edits: boolean): BodyWatch;
  /** The text without them, for the log. */
  mask(text: string): string;
}
