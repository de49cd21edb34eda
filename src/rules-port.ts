import { IDENTIFIERS_LIST } from './household/tell.ts';
import type { Device, DeviceId } from './model/device.ts';
import type { InTurn } from './rules/edit/turns.ts';
import { explainRule } from './rules/explain.ts';
import type { RuleLoader } from './rules/loader.ts';
import { appendRule, removeRule } from './rules/my-rules.ts';
import type { Rules } from './status/rules-port.ts';
import { weighRow } from './weigh-row.ts';

/** The meaning of what the log names in place of a rule. */
const OWN_IDENTIFIER =
  'An identifier of the household, which you entered, was in what was sent. It is watched for until you remove it.';

/**
 * What the page may ask and change of the rules. A change is in force when its
 * promise resolves; `inTurn` keeps it from crossing what the editor writes.
 */
export function rulesPort(
  loader: RuleLoader,
  folder: string,
  inTurn: InTurn,
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
    append: (line, why) =>
      inTurn(async () => {
        const ref = await appendRule(folder, line, why, new Date());
        await loader.reload();
        return ref;
      }),
    remove: (rule) =>
      inTurn(async () => {
        const removed = await removeRule(folder, rule);
        if (removed) await loader.reload();
        return removed;
      }),
    explain: meaning,
    weigh: (row) => weighRow(row, deviceOf(row.device), loader.current, meaning),
  };
}
