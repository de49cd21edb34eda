import type { FilterFile } from '../../../src/rules/filter-compiler.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';

/** One filter of each kind that is kept in a way of its own. */
const OF_EACH_KIND = [
  '||a.example^$csp=script-src none',
  '||a.example^$permissions=camera=()',
  '||a.example^$replace=/a(b)c/$1/gi',
  '||a.example^$jsonprune=\\$..ads',
  '||a.example^$urltransform=/a/b/',
  '||a.example/?u=*^$urlskip=?u',
  '||a.example^$removeparam=/^utm/',
  '||a.example^$cookie=/^_ga/;maxAge=3600;sameSite=lax',
  '||a.example^$redirect=noop.js',
  '*$redirect-rule=1x1.gif,domain=/^(?:www\\.)?b\\./',
  '||a.example^$header=via:/proxy/',
  '||a.example^$script,device=tv',
  '||a.example^$time=mon-fri/08:00-18:00',
  '||a.example^$expires=2030-01-01',
  '||a.example^$method=post|get,to=c.*|~d.example',
  '||a.example^$stub=noopjs',
  '||a.example^$placeholder',
  '||a.example^$log',
  '@@||a.example^$document',
  '||a.example^$important,match-case',
];

/**
 * A list that is too long to be compiled without a thread: `first`, then three
 * thousand hosts, paths, exceptions, edits and conditions, and filters of each kind.
 */
export function longList(list: string, first: readonly string[] = [], trusted = true): FilterFile {
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
  const bytes = Buffer.from([...first, ...OF_EACH_KIND, ...lines].join('\n'));
  return readFilterFile(list, bytes, 'yes', trusted);
}
