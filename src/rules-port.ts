import { IDENTIFIERS_LIST } from './household/tell.ts';
import type { Device, DeviceId } from './model/device.ts';
import { explainRule } from './rules/explain.ts';
import type { RuleLoader } from './rules/loader.ts';
import { appendRule, removeRule } from './rules/my-rules.ts';
import type { Rules } from './status/ports.ts';
import { weighRow } from './weigh-row.ts';

/** The meaning of what the log names in place of a rule. */
const OWN_IDENTIFIER =
  'An identifier of the household, which you entered, was in what was sent. It is watched for until you remove it.';

/** What the page may ask and change of the rules. A change is in force when its promise resolves. */
export function rulesPort(
  loader: RuleLoader,
  folder: string,
  deviceOf: (id: DeviceId) => Device | null,
): Rules {
  const meaning: Rules['explain'] = (ref) => {
    if (ref.list === IDENTIFIERS_LIST) return OWN_IDENTIFIER;
    const rule = loader.find(ref);
    return rule === null ? null : explainRule(rule);
  };
  return {
    current: () => loader.current,
    personal: () => loader.personal(),
    append: async (line, why) => {
      const ref = await appendRule(folder, line, why, new Date());
      await loader.reload();
      return ref;
    },
    remove: async (rule) => {
      const removed = await removeRule(folder, rule);
      if (removed) await loader.reload();
      return removed;
    },
    explain: meaning,
    weigh: (row) => weighRow(row, deviceOf(row.device), loader.current, meaning),
  };
}
