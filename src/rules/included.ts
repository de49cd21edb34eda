import { type Include, includePath, MAX_INCLUDE_DEPTH, MAX_INCLUDES } from './filter/include.ts';
import type { KnownFile } from './known-file.ts';
import type { RuleFile } from './rule-file.ts';

/** Where the lists lie that another one includes. */
export interface IncludeSource {
  /** What the list at this path is called. */
  nameOf(path: string): string;
  /** The list, or why it cannot be had: one sentence, lower case. */
  read(path: string, meant: Include['meant']): Promise<KnownFile | string>;
}

interface Asking {
  readonly path: string;
  readonly known: KnownFile;
  readonly depth: number;
}

/**
 * Follows the includes of a list, the lists in it before those after it, and
 * puts what they say into `known` by name. One that is there already is not
 * read again: each list counts once, however many ask for it. Returns what
 * could not be included, by the name of the list that asked.
 */
export async function followIncludes(
  path: string,
  first: KnownFile,
  known: Map<string, KnownFile>,
  source: IncludeSource,
): Promise<ReadonlyMap<string, readonly Missing[]>> {
  const missing = new Map<string, Missing[]>();
  let budget = MAX_INCLUDES;
  const take = async (asking: Asking, include: Include): Promise<Asking | string | null> => {
    const wanted = includePath(asking.path, include.written);
    if (wanted === null) return 'is not a path that leads below the folder of the list';
    const name = source.nameOf(wanted);
    if (known.has(name)) return null;
    if (asking.depth >= MAX_INCLUDE_DEPTH) return `is asked for ${MAX_INCLUDE_DEPTH} lists deep`;
    if (budget === 0) return `is one of more than ${MAX_INCLUDES}`;
    budget--;
    const found = await source.read(wanted, include.meant);
    if (typeof found === 'string') return found;
    known.set(name, found);
    return { path: wanted, known: found, depth: asking.depth + 1 };
  };
  const open: Asking[] = [{ path, known: first, depth: 0 }];
  for (let asking = open.pop(); asking !== undefined; asking = open.pop()) {
    const next: Asking[] = [];
    for (const include of asking.known.includes) {
      const taken = await take(asking, include);
      if (typeof taken === 'string') {
        const { list } = asking.known.file;
        missing.set(list, [...(missing.get(list) ?? []), { include, reason: taken }]);
      } else if (taken !== null) next.push(taken);
    }
    open.push(...next.reverse());
  }
  return missing;
}

/** An include that is not in force. */
export interface Missing {
  readonly include: Include;
  readonly reason: string;
}

/** The file with a problem for each include that is not in force. */
export function withMissing(file: RuleFile, missing: readonly Missing[]): RuleFile {
  if (missing.length === 0 || file.kind !== 'filters') return file;
  const { list, text } = file;
  const problems = missing.map(({ include: { line, written }, reason }) => ({
    list,
    line,
    text: text.text(line).trim(),
    reason: `"${written}" ${reason}`,
    severity: 'error' as const,
  }));
  return { ...file, problems: [...file.problems, ...problems] };
}
