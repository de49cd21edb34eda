import type { FilterFile } from '../../../src/rules/filter-compiler.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';

/**
 * A list that is too long to be compiled without a thread: `first`, then three
 * thousand hosts, paths, exceptions, edits and conditions.
 */
export function longList(list: string, first: readonly string[] = []): FilterFile {
  const lines = Array.from({ length: 350 }, (_, i) => [
    `||host${i}.example^`,
    `/path${i}/x*.js$script,third-party`,
    `@@||host${i}.example/ok^$domain=page${i}.example|~no.page${i}.example`,
    `||strip${i}.example^$removeparam=utm${i}`,
    `/re${i}[0-9]+/$image`,
    `*$cookie=/^_c${i}/`,
    `||css.example^$removeheader=x-${i}`,
    `page${i}.example##.cosmetic`,
  ]).flat();
  return readFilterFile(list, Buffer.from([...first, ...lines].join('\n')));
}
