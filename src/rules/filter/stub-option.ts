import { nearest } from '../../model/nearest.ts';
import { typeBit } from '../../model/request.ts';
import { isStubFile, STUB_NAMES, stubNamed } from '../../model/stub-names.ts';
import type { Draft } from './draft.ts';
import type { StubChoice } from './filter.ts';

const ABP_PREFIX = 'abp-resource:';

/**
 * Reads `$redirect=noopjs:10`, `$rewrite=abp-resource:blank-js`, `$stub=`,
 * `$empty` and `$mp4`: the stand-in that answers what the filter blocks.
 * Lists name stand-ins that we do not have: what they block is answered by its
 * type. A person who writes `stub=` is told.
 */
export function readStub(draft: Draft, name: string, value: string | null): string | null {
  if (name === 'empty') return choose(draft, { name: 'empty', priority: 0 });
  if (name === 'mp4') {
    draft.typesIn |= typeBit('media');
    return choose(draft, { name: 'noopmp4-1s', priority: 0 });
  }
  const choice = parseChoice(value ?? '');
  if (name === 'stub' && choice.name !== null && !isNamed(choice.name)) {
    return unknown(choice.name);
  }
  if (name === 'rewrite' && value !== null && !value.startsWith(ABP_PREFIX)) {
    return `option "rewrite" takes "${ABP_PREFIX}" and a name, not "${value}"`;
  }
  if (choice.name !== null && !isNamed(choice.name)) {
    draft.remark = `${unknown(choice.name)}; what it blocks is answered by its type`;
  }
  return choose(draft, choice);
}

/** Reads `$redirect-rule=noopjs:10`: the stand-in for what other filters block. */
export function readRedirectRule(draft: Draft, value: string | null): string | null {
  const choice = parseChoice(value ?? '');
  if (choice.name !== null && !isNamed(choice.name)) {
    draft.idleStub = `${unknown(choice.name)}; what other rules block is answered by its type`;
  }
  draft.flags.add('redirectRule');
  return choose(draft, choice);
}

function choose(draft: Draft, choice: StubChoice): string | null {
  if (draft.stub !== null) return 'a rule can have one stand-in only';
  draft.stub = choice;
  return null;
}

function parseChoice(value: string): StubChoice {
  const [, name = '', priority = '0'] = /^(.*?)(?::(-?\d{1,9}))?$/s.exec(value.trim()) ?? [];
  return { name: name === '' ? null : name, priority: Number(priority) };
}

/** By a name that is known, or by that of a file, which may come later than the rule. */
function isNamed(name: string): boolean {
  return stubNamed(name) !== null || isStubFile(name);
}

function unknown(name: string): string {
  const known = STUB_NAMES.flatMap((entry) => [entry.name, ...entry.aliases]);
  const near = nearest(name, known);
  return `there is no stand-in "${name}"${near === null ? '' : `, did you mean "${near}"?`}`;
}
