import { Script } from 'node:vm';
import { stubNamed } from '../model/stub-names.ts';
import { hashOf, type RuleFile } from './rule-file.ts';

/** The folder of the stand-ins, below that of the rules. */
export const STUBS_FOLDER = 'stubs';

/** A stand-in that is longer, in bytes, is no stand-in: the scripts themselves are. */
const MAX_STUB = 64 * 1024;

/**
 * Reads the script of a stand-in; `list` is its path below rules/. One that is
 * no JavaScript, or too long, keeps what it said before, and says in which
 * line. It is parsed, and not run. Never throws.
 */
export function readStubFile(list: string, bytes: Uint8Array, before: RuleFile | null): RuleFile {
  const file = list.slice(list.lastIndexOf('/') + 1);
  const name = stubNamed(file) ?? file;
  const hash = hashOf(bytes);
  const text = new TextDecoder().decode(bytes);
  const fault = bytes.length > MAX_STUB ? TOO_LONG : faultIn(text);
  if (fault === null) return { kind: 'stub', list, hash, stale: false, problems: [], name, text };
  const problems = [{ list, ...fault, severity: 'error' as const }];
  if (before?.kind === 'stub' && before.text !== '') return { ...before, stale: true, problems };
  return { kind: 'stub', list, hash, stale: false, problems, name, text: '' };
}

interface Fault {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

const TOO_LONG: Fault = {
  line: 1,
  text: '',
  reason: `it is longer than ${MAX_STUB} bytes`,
};

const WHERE = /^stub:(\d+)\n/;

function faultIn(text: string): Fault | null {
  try {
    new Script(text, { filename: 'stub' });
    return null;
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const line = Number(WHERE.exec(stack)?.[1] ?? 1);
    const written = text.split('\n')[line - 1]?.trim() ?? '';
    return { line, text: written.slice(0, 200), reason: `it is no JavaScript: ${message}` };
  }
}
