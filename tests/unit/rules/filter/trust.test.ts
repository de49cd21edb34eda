import { describe, expect, test } from 'vitest';
import { parseFilterList, readList } from '../../../../src/rules/filter/list.ts';
import { listText } from '../../../../src/rules/filter/list-text.ts';
import { whyUntrusted } from '../../../../src/rules/filter/trust.ts';

const TEXT =
  'only a trusted list may change the text of a page: whoever writes this one could put a script into it';
const VISIT =
  'only a trusted list may change where a visit goes: whoever writes this one could lead it elsewhere';

/** How many filters of a list are in force, and what is said of its lines. */
function read(text: string, trusted: boolean) {
  let filters = 0;
  let badfilters = 0;
  const said: string[] = [];
  const reading = readList(listText('a.txt', Buffer.from(text), 'yes', trusted), {
    filter: () => filters++,
    badfilter: () => badfilters++,
    problem: (line, reason, severity) => said.push(`${line} ${severity} ${reason}`),
  });
  while (reading.next().done !== true);
  return { filters, badfilters, said };
}

describe('in a list that is not trusted', () => {
  test.each([
    ['||a.example/p$replace=/ads/none/', TEXT],
    ['||a.example/p$important,replace=/ads/none/', TEXT],
    ['/page/$replace=/ads/none/,domain=a.example', TEXT],
    ['||a.example/go$urltransform=/^\\/go/\\/stay/', VISIT],
    ['||a.example/go$uritransform=/^\\/go/\\/stay/', VISIT],
    ['||a.example/out?$urlskip=?url', VISIT],
  ])('%s is not in force', (line, reason) => {
    expect(read(`! one\n${line}`, false)).toEqual({
      filters: 0,
      badfilters: 0,
      said: [`2 ineffective ${reason}`],
    });
    expect(read(`! one\n${line}`, true)).toEqual({ filters: 1, badfilters: 0, said: [] });
  });

  test.each([
    '||a.example^',
    '||a.example^$script,important',
    '||a.example^$redirect=noopjs',
    '||a.example^$stub=noopjs',
    '||a.example^$csp=script-src none',
    '||a.example^$permissions=camera=()',
    '||a.example^$referrerpolicy=no-referrer',
    '||a.example^$jsonprune=\\$..ads',
    '||a.example^$removeparam=utm_source',
    '||a.example^$removeheader=x-a',
    '||a.example^$cookie=/^_ga/;maxAge=3600',
    '@@||a.example^$replace=/ads/none/',
    '@@||a.example^$replace',
    '@@||a.example^$urltransform',
    '@@||a.example^$urlskip',
    '@@||a.example^$document',
  ])('%s is in force as in any other', (line) => {
    expect(read(line, false)).toEqual({ filters: 1, badfilters: 0, said: [] });
    expect(read(line, true)).toEqual({ filters: 1, badfilters: 0, said: [] });
  });

  test('filters are undone as anywhere', () => {
    const line = '||a.example^$replace=/a/b/,badfilter';
    expect(read(line, false)).toEqual({ filters: 0, badfilters: 1, said: [] });
  });

  test('the other lines stay in force, in their places', () => {
    const lines = [
      '||a.example^',
      '||b.example^$replace=/a/b/',
      '||c.example^',
      'x##y',
      '*$urlskip=?u',
    ];
    const { filters, said } = read(lines.join('\n'), false);
    expect(filters).toBe(2);
    expect(said.map((one) => one.split(' only ')[0])).toEqual([
      '2 ineffective',
      expect.stringMatching(/^4 ineffective/),
      '5 ineffective',
    ]);
  });
});

test('a filter that edits nothing is not asked', () => {
  const { filters } = parseFilterList('||a.example^\n@@||a.example^$replace', 'a.txt');
  expect(filters.map(({ filter }) => whyUntrusted(filter))).toEqual([null, null]);
});
