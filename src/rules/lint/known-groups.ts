import { nearest } from '../../model/nearest.ts';
import type { Filter } from '../filter/filter.ts';

/**
 * Why a rule for groups (`$group=`, `$ctag=`) never matches where no device can
 * be in them, as the end of a sentence, or null. `groups` are those that there
 * are, lower case; absent where nobody knows.
 */
export function whyGroupFails(
  { rare }: Pick<Filter, 'rare'>,
  groups: readonly string[] | undefined,
): string | null {
  const wanted = rare?.groups?.include ?? [];
  const [first] = wanted;
  if (groups === undefined || first === undefined) return null;
  if (wanted.some((name) => groups.includes(name))) return null;
  const meant = nearest(first, groups);
  const hint = meant === null ? '' : `, did you mean "${meant}"?`;
  return `the config has no group "${first}"${hint}`;
}
