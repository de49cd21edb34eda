import { stubNamed } from '../../model/stub-names.ts';
import type { RuleFile } from '../rule-file.ts';
import type { Remark } from './finding.ts';

/** The names of the stand-ins that are files; undefined where none were read, as of a line alone. */
export function stubFiles(files: readonly RuleFile[]): ReadonlySet<string> | undefined {
  const names = files.flatMap((file) =>
    file.kind === 'stub' && file.text !== '' ? [file.name] : [],
  );
  return names.length === 0 ? undefined : new Set(names);
}

/** What is to be said of a rule that names a stand-in by its file, which is not there. */
export function missingStub(
  name: string | null | undefined,
  stubs: ReadonlySet<string> | undefined,
): Remark | null {
  if (name == null || stubs === undefined || stubNamed(name) !== null || stubs.has(name)) {
    return null;
  }
  const reason = `there is no stand-in "${name}" in rules/stubs/; what it blocks is answered by its type`;
  return { code: 'stub-missing', reason };
}
