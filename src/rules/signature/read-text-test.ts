import type { Node } from 'yaml';
import { parseHostname } from '../../model/terms.ts';
import { safeLength } from '../regex/cost.ts';
import { parseRegex } from '../regex/parse.ts';
import type { TextTest } from './text-test.ts';
import { quote, type Report, readTexts, type Text } from './yaml-node.ts';

/** The first character of a regular expression, everywhere in the format. */
const REGEX_MARK = '~';

/** Longer expressions are refused: nobody can read them, and their cost grows. */
const MAX_REGEX = 1000;

/** How one kind of text is written; null and a report where it is wrong. */
export type ReadTest = (text: Text, where: string, report: Report) => TextTest | null;

/** One test or a list of tests. */
export function readTests(
  node: Node | null,
  where: string,
  report: Report,
  read: ReadTest = readTextTest,
): readonly TextTest[] | null {
  const tests = readTexts(node, where, report)?.map((text) => read(text, where, report));
  return tests?.every((test) => test !== null) ? tests : null;
}

/** An exact text, or `~` and a regular expression. */
export function readTextTest(text: Text, where: string, report: Report): TextTest | null {
  if (!text.text.startsWith(REGEX_MARK)) return { kind: 'exact', text: text.text };
  return readRegex(text, where, report);
}

/** A header name: lower case, since headers have no case. */
export function readHeaderName(text: Text, where: string, report: Report): TextTest | null {
  const lower = text.text.toLowerCase();
  return lower === text.text || lower.startsWith(REGEX_MARK)
    ? readTextTest(text, where, report)
    : { kind: 'exact', text: lower };
}

/** A hostname, a dot and a hostname for everything below it too, or a regular expression. */
export function readHost(text: Text, where: string, report: Report): TextTest | null {
  if (text.text.startsWith(REGEX_MARK)) return readRegex(text, where, report);
  const dotted = text.text.startsWith('.');
  const hostname = parseHostname(dotted ? text.text.slice(1) : text.text);
  if (hostname !== null && !hostname.includes('*')) {
    return dotted ? { kind: 'suffix', text: `.${hostname}` } : { kind: 'exact', text: hostname };
  }
  const hint = text.text.includes('*')
    ? 'write ".example.com" for a name and all below it'
    : 'write a name as "www.example.com", without scheme and path';
  report(text.node, `${where} has no hostname in ${quote(text.text)}: ${hint}`);
  return null;
}

/** A path from its first slash, with `*` for anything, or a regular expression. */
export function readPath(text: Text, where: string, report: Report): TextTest | null {
  const path = text.text;
  if (path.startsWith(REGEX_MARK)) return readRegex(text, where, report);
  if (!/^[/*]/.test(path) || path.includes('?')) {
    report(text.node, `${where} ${quote(path)} must begin with "/" or "*" and have no query`);
    return null;
  }
  return path.includes('*')
    ? { kind: 'glob', pieces: path.split(/\*+/) }
    : { kind: 'exact', text: path };
}

function readRegex(text: Text, where: string, report: Report): TextTest | null {
  const source = text.text.slice(REGEX_MARK.length);
  const checked = checkRegex(source);
  if (typeof checked !== 'string') return checked;
  report(text.node, `${where} has the expression ${quote(source)}, which ${checked}`);
  return null;
}

/** The test, or why the expression cannot be one. */
function checkRegex(source: string): TextTest | string {
  if (source === '') return 'is empty';
  if (source.length > MAX_REGEX) return `is longer than ${MAX_REGEX} characters`;
  let regex: RegExp;
  try {
    regex = new RegExp(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return `is broken: ${message.slice(message.lastIndexOf(': ') + 2).toLowerCase()}`;
  }
  const node = parseRegex(source);
  if (node === null) return 'has a back-reference or another part whose cost has no bound';
  const limit = safeLength(node);
  if (limit === 0) return 'could take too long: it has too many repeats that can share one text';
  return { kind: 'regex', regex, limit };
}
