import type { Rule, RuleRef } from '../model/rule.ts';
import type { Filter } from './filter/filter.ts';
import { parseLine } from './filter/line.ts';
import { editAction } from './list-rule.ts';
import { PERSONAL_LIST, type RuleFile } from './rule-file.ts';

/** The lines of a list that are rules, in their order; of a file of signatures, their ids. */
export function ruleLines(file: RuleFile): readonly RuleRef[] {
  if (file.kind === 'signatures') {
    return file.signatures.map(({ rule: { list, line, text } }) => ({ list, line, text }));
  }
  if (file.kind === 'stub') return [];
  const refs: RuleRef[] = [];
  for (let line = 1; line <= file.text.lines; line++) {
    const text = file.text.text(line).trim();
    const { kind } = parseLine(text);
    if (kind === 'filters' || kind === 'badfilter') refs.push({ list: file.list, line, text });
  }
  return refs;
}

/** The rule that stands at a place, or null where it stands there no more. */
export function findRule(file: RuleFile, ref: RuleRef): Rule | null {
  if (file.kind === 'signatures') {
    const found = file.signatures.find(
      ({ rule }) => rule.line === ref.line && rule.text === ref.text,
    );
    return found?.rule ?? null;
  }
  if (file.kind === 'stub') return null;
  const text = file.text.text(ref.line).trim();
  const parsed = parseLine(text);
  if (text !== ref.text || parsed.kind !== 'filters') return null;
  const [filter] = parsed.filters;
  if (filter === undefined) return null;
  return {
    list: file.list,
    line: ref.line,
    text,
    action: actionOf(filter),
    title: null,
    tracker: null,
    personal: file.list === PERSONAL_LIST,
  };
}

function actionOf({ exception, action, modifier }: Filter): Rule['action'] {
  if (exception) return 'allow';
  if (modifier !== null) return editAction(modifier);
  return action === 'edit' || action === 'redirect' ? 'stub' : action;
}
