import type { Learnt } from './model/learnt.ts';
import { hostnameOf, withHosts, withoutHost } from './rules/learnt/keep.ts';
import { changeLearnt, readLearnt } from './rules/learnt/store.ts';
import { learntViews } from './rules/learnt/view.ts';
import type { LearntPort } from './status/ports.ts';

/** What may be asked and changed of what was learnt. `changed` makes it hold at once. */
export function learntPort(
  file: string,
  now: () => number,
  changed: () => Promise<void>,
): LearntPort {
  const change = async (how: (learnt: Learnt) => Learnt): Promise<boolean> => {
    const isNew = await changeLearnt(file, how);
    if (isNew) await changed();
    return isNew;
  };
  return {
    read: async () => {
      const learnt = await readLearnt(file);
      return { gateways: learntViews(learnt, now()), forgotten: learnt.forgotten };
    },
    forget: (hostname) =>
      change((learnt) =>
        learnt.gateways.some(({ host }) => hostnameOf(host) === hostname)
          ? withoutHost(learnt, hostname)
          : learnt,
      ),
    again: (hostname) => change((learnt) => withHosts(learnt, [hostname])),
  };
}
