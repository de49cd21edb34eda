import { nearest } from '../../model/nearest.ts';
import {
  LEARNER_NAMES,
  type LearnerName,
  REWRITER_NAMES,
  type RewriterName,
} from '../../model/rewriter-names.ts';
import { STUB_NAMES, stubNamed } from '../../model/stub-names.ts';
import { type Entry, quote, type Report, readText } from './yaml-node.ts';

/** A file of a person's own in `rules/stubs/`; whether it is there shows when all files are read. */
const OWN_FILE = /^[a-z0-9][\w.-]{0,60}\.js$/i;

/** Names that stand for something else than a body, and the action that does that. */
const NO_STUBS: ReadonlyMap<string, string> = new Map([
  ['none', 'block'],
  ['click2load.html', 'placeholder'],
]);

/** Reads `stub`: a stand-in by one of its names, or by that of a file. */
export function readStubName({ value }: Entry, report: Report): string | null {
  const name = readText(value, 'stub', report);
  if (name === null) return null;
  const known = stubNamed(name.text);
  const instead = NO_STUBS.get(known ?? '');
  if (instead !== undefined) {
    report(name.node, `stub ${quote(name.text)} is no stand-in: use action ${instead}`);
    return null;
  }
  if (known !== null || OWN_FILE.test(name.text)) return name.text;
  const names = STUB_NAMES.flatMap((entry) => [entry.name, ...entry.aliases]);
  report(name.node, `there is no stand-in ${quote(name.text)}: ${hintOf(name.text, names)}`);
  return null;
}

/** Reads `rewrite`: what is done to the body of the response. */
export function readRewriter({ value }: Entry, report: Report): RewriterName | null {
  return readName(value, 'rewrite', REWRITER_NAMES, report);
}

/** Reads `learn`: what is read out of the body of the response. */
export function readLearner({ value }: Entry, report: Report): LearnerName | null {
  return readName(value, 'learn', LEARNER_NAMES, report);
}

function readName<Name extends string>(
  value: Entry['value'],
  key: string,
  names: readonly Name[],
  report: Report,
): Name | null {
  const text = readText(value, key, report);
  if (text === null) return null;
  const name = names.find((one) => one === text.text);
  if (name !== undefined) return name;
  report(text.node, `${key} has the unknown name ${quote(text.text)}: ${hintOf(text.text, names)}`);
  return null;
}

function hintOf(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== null) return `did you mean "${near}"?`;
  return names.length > 12
    ? 'see docs/answers.md for those there are'
    : `known are ${names.join(', ')}`;
}
