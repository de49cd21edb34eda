import type { Learnt, LearntView } from '../../model/learnt.ts';
import { expiryOf, rulesOf } from './learnt-file.ts';

/** What was learnt and is in force, as it is shown, the newest first. `now` is in milliseconds since the epoch. */
export function learntViews({ gateways }: Learnt, now: number): readonly LearntView[] {
  return gateways
    .map((one) => ({ ...one, rules: rulesOf(one), expires: expiryOf(one) }))
    .filter(({ expires }) => expires > now)
    .toSorted((a, b) => b.seen - a.seen || (a.host < b.host ? -1 : 1));
}
