import { createHash, createHmac } from 'node:crypto';
import type { IdentifierMark, SeenIdentifier } from '../model/insight.ts';

/** What is kept of an identifier: 64 bits tell those of a household apart. */
const MARK_BYTES = 8;
const HEX_DIGEST = /^(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})$/;
/** What scripts hash where there was nothing to hash. */
const NOTHING = ['', 'undefined', 'null', 'none', 'false', 'true', 'n/a', 'na', '0', '-', ' '];
const NO_DIGESTS: ReadonlySet<string> = new Set(
  NOTHING.flatMap((text) =>
    ['sha256', 'sha1', 'md5'].map((name) => createHash(name).update(text).digest('hex')),
  ),
);
/** Kinds that trackers hash; what one sends in clear shall be known again where another hashed it. */
const HASHED_KINDS: ReadonlySet<string> = new Set(['email', 'phone', 'person', 'customer']);

/** Makes the marks of identifiers; those of a hash of nothing are left out. */
export type MakeMarks = (seen: readonly SeenIdentifier[]) => readonly IdentifierMark[];

/** With a key of this home's own: without it a mark cannot be made, nor found in tables of others. */
export function createMarks(key: Uint8Array): MakeMarks {
  return (seen) => {
    const marks: IdentifierMark[] = [];
    for (const { kind, value, taken } of seen) {
      if (NO_DIGESTS.has(value)) continue;
      const isClear = HASHED_KINDS.has(kind) && !HEX_DIGEST.test(value);
      const known = isClear ? createHash('sha256').update(value).digest('hex') : value;
      const mac = createHmac('sha256', key).update(`${kind} ${known}`).digest();
      const mark = mac.toString('base64url', 0, MARK_BYTES);
      marks.push(taken === true ? { kind, mark, taken } : { kind, mark });
    }
    return marks;
  };
}
