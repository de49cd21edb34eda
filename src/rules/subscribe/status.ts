import type { ListActivity, ListStatus } from '../../model/subscription.ts';
import type { RosterEntry } from './roster.ts';
import type { ListState } from './state.ts';

/** What people see of a subscription. */
export function statusOf(
  { name, urls, trusted, from }: RosterEntry,
  state: ListState,
  activity: ListActivity | null,
): ListStatus {
  const { homepage, license, version, lastModified, rules } = state;
  const { fetched, checked, next, change, error } = state;
  return {
    name,
    urls,
    trusted,
    from,
    title: state.title ?? name,
    homepage,
    license,
    version,
    lastModified,
    rules,
    fetched,
    checked,
    next,
    sha256: state.files.find(({ path }) => path === '')?.sha256 ?? null,
    change,
    failing: state.failures > 0,
    error,
    activity,
  };
}
