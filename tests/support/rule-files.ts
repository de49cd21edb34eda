import type { RuleFilesPort } from '../../src/status/rule-files.ts';

/** A household without rule files as texts: what has them opens real ones. */
export function noRuleFiles(): RuleFilesPort {
  const nothing = (): never => {
    throw new Error('this household has no rule files');
  };
  return {
    list: async () => [],
    part: async () => null,
    read: async () => null,
    save: async () => nothing(),
    putAside: async () => nothing(),
    history: async () => [],
    past: async () => null,
    lint: async () => nothing(),
    preview: async () => nothing(),
    rules: () => [],
  };
}
