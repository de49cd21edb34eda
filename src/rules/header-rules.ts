import { splitFilter } from './filter/split-options.ts';
import type { RuleFile } from './rule-file.ts';
import { readFilterFile } from './rule-file.ts';

/** A condition on the head of the response, under the names that lists give it. */
const HEADER_OPTION = /^(?:header|responseheader)=/i;

/**
 * The rules that ask for a header of the response, without that condition, each
 * on its line: what fits then fits the request, and waits for the response.
 */
export function headerRules(files: readonly RuleFile[]): readonly RuleFile[] {
  return files.flatMap((file) => {
    if (file.kind !== 'filters') return [];
    const lines = file.text.linesWith('header=');
    if (lines.length === 0) return [];
    const kept = new Map(lines.map((line) => [line, withoutHeaders(file.text.text(line))]));
    const last = Math.max(...kept.keys());
    const text = Array.from({ length: last }, (_, i) => kept.get(i + 1) ?? '').join('\n');
    return [readFilterFile(file.list, Buffer.from(text), 'yes', file.text.trusted)];
  });
}

/** The filter without its conditions on headers; '' where it has none. */
function withoutHeaders(written: string): string {
  const text = written.trim();
  if (text.startsWith('!')) return '';
  const exception = text.startsWith('@@') ? '@@' : '';
  const { pattern, options } = splitFilter(text.slice(exception.length));
  const others = options.filter((option) => !HEADER_OPTION.test(option.trim()));
  if (others.length === options.length) return '';
  return `${exception}${pattern}${others.length === 0 ? '' : `$${others.join(',')}`}`;
}
