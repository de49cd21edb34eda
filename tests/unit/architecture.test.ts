import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/model/errors.ts';

/** What the linter cannot see: tests that mirror the sources, and words that must not be there. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROOMS =
  'model classify decide act rules trackers certs device doctor household notify record proxy config status'.split(
    ' ',
  );

interface Exception {
  /** A file, or a folder (with a slash at its end) and all in it that has no test. */
  readonly source: string;
  readonly reason: string;
  /** The test that shows it instead. */
  readonly shownBy: string;
}

/**
 * Sources without a test file of their own. An entry that nothing needs any
 * more, or whose other test is gone, fails below: the list only shrinks.
 */
const WITHOUT_TEST: readonly Exception[] = [
  {
    source: 'src/model/device.ts',
    reason: 'words and types; nothing runs',
    shownBy: 'tests/unit/device/effective.test.ts',
  },
  {
    source: 'src/model/notification.ts',
    reason: 'words and types; nothing runs',
    shownBy: 'tests/unit/notify/notifier.test.ts',
  },
  {
    source: 'src/model/rule.ts',
    reason: 'words and types; nothing runs',
    shownBy: 'tests/unit/decide/exchange.test.ts',
  },
  {
    source: 'src/model/insight.ts',
    reason: 'words and types; nothing runs',
    shownBy: 'tests/unit/record/guard-report.test.ts',
  },
  {
    source: 'src/config/',
    reason: 'the schema and its complaints are shown by loading files',
    shownBy: 'tests/unit/config/load.test.ts',
  },
  {
    source: 'src/trackers/',
    reason: 'each decoder is shown, word by word, by requests to its host',
    shownBy: 'tests/unit/trackers/decode.test.ts',
  },
  {
    source: 'src/status/routes/',
    reason: 'routes are shown by a browser that asks for them',
    shownBy: 'tests/unit/status/status.test.ts',
  },
  {
    source: 'src/status/views/',
    reason: 'views are shown on the pages that hold them',
    shownBy: 'tests/unit/status/status.test.ts',
  },
  {
    source: 'src/status/actions.ts',
    reason: 'forms are shown by a browser that sends them',
    shownBy: 'tests/unit/status/status.test.ts',
  },
  {
    source: 'src/status/guard.ts',
    reason: 'what is refused is shown by a browser that asks for it',
    shownBy: 'tests/unit/status/status.test.ts',
  },
  {
    source: 'src/status/parts.ts',
    reason: 'holds the parts of the page together',
    shownBy: 'tests/unit/status/status.test.ts',
  },
  {
    source: 'src/status/server.ts',
    reason: 'a port, shown from outside',
    shownBy: 'tests/e2e/status-server.test.ts',
  },
  {
    source: 'src/record/insight-schema.ts',
    reason: 'tables, which nothing else makes',
    shownBy: 'tests/unit/record/migrations.test.ts',
  },
  {
    source: 'src/record/blocks.ts',
    reason: 'what is noted of rows is shown by what is found',
    shownBy: 'tests/unit/record/block-search.test.ts',
  },
  {
    source: 'src/record/text-search.ts',
    reason: 'a piece of SQL, shown by searches',
    shownBy: 'tests/unit/record/search.test.ts',
  },
  {
    source: 'src/record/unopened.ts',
    reason: 'a list of the overview, shown beside its other numbers',
    shownBy: 'tests/unit/record/overview.test.ts',
  },
  {
    source: 'src/record/try-counters.ts',
    reason: 'what is counted is shown by what is read',
    shownBy: 'tests/unit/record/insight/one.test.ts',
  },
  {
    source: 'src/record/insight/tried.ts',
    reason: 'sums and words of what is read',
    shownBy: 'tests/unit/record/insight/one.test.ts',
  },
  {
    source: 'src/record/insight/reading.ts',
    reason: 'what is read is shown by what is told of it',
    shownBy: 'tests/unit/record/insight/one.test.ts',
  },
  {
    source: 'src/record/retention-words.ts',
    reason: 'words leave when events do',
    shownBy: 'tests/unit/record/retention.test.ts',
  },
  {
    source: 'src/record/log-reader.ts',
    reason: 'hands questions to threads',
    shownBy: 'tests/unit/record/read-thread.test.ts',
  },
  {
    source: 'src/record/read-worker.ts',
    reason: 'the inside of the thread',
    shownBy: 'tests/unit/record/read-thread.test.ts',
  },
  {
    source: 'src/rules/',
    reason: 'the engine is shown by the rules that ship',
    shownBy: 'tests/unit/shipped/files.test.ts',
  },
];

const MAX_LINES = 300;

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Paths from the root of all TypeScript below a folder. */
function sources(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
}

function testOf(source: string): string | null {
  const stem = source.replace(/^src\//, 'tests/unit/').replace(/\.tsx?$/, '');
  const found = [`${stem}.test.ts`, `${stem}.test.tsx`].find((file) =>
    existsSync(path.join(ROOT, file)),
  );
  return found ?? null;
}

/** A file of types alone has nothing to run. */
function holdsOnlyTypes(source: string): boolean {
  return !/^(?:export )?(?:async )?(?:const|let|function|class)\b/m.test(read(source));
}

const untested = ROOMS.flatMap((room) => sources(`src/${room}`)).filter(
  (file) => !holdsOnlyTypes(file) && testOf(file) === null,
);

const excuses = ({ source }: Exception, file: string) =>
  source.endsWith('/') ? file.startsWith(source) : file === source;

describe('tests mirror the sources', () => {
  it.each(ROOMS)('in %s', (room) => {
    const missing = untested
      .filter((file) => file.startsWith(`src/${room}/`))
      .filter((file) => !WITHOUT_TEST.some((exception) => excuses(exception, file)));
    expect(missing).toEqual([]);
  });

  it.each(WITHOUT_TEST)('and the exception $source is still one: $reason', (exception) => {
    expect(untested.filter((file) => excuses(exception, file))).not.toEqual([]);
    expect(existsSync(path.join(ROOT, exception.shownBy))).toBe(true);
  });
});

describe('a source file', () => {
  const all = sources('src');

  it(`has at most ${MAX_LINES} lines`, () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((file) => read(file).split('\n').length - 1 > MAX_LINES)).toEqual([]);
  });

  it('keeps no state in its module', () => {
    expect(all.filter((file) => /^(?:export )?(?:let|var) /m.test(read(file)))).toEqual([]);
  });

  it('is imported by its own path: there are no barrels', () => {
    expect(all.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
    expect(all.filter((file) => /^export (?:\*|\{[^}]*\}) from /m.test(read(file)))).toEqual([]);
  });
});

it.each(ERROR_CODES)('the error %s can happen', (code) => {
  const thrown = new RegExp(`AppError\\(\\s*'${code}'`);
  expect(sources('src').filter((file) => thrown.test(read(file)))).not.toEqual([]);
});

/** The files under version control, or null where that cannot be asked. */
function tracked(): readonly string[] | null {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
    return listed.split('\0').filter((file) => file !== '' && isText(file));
  } catch {
    return null;
  }
}

function isText(file: string): boolean {
  const absolute = path.join(ROOT, file);
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return false;
  return !readFileSync(absolute).subarray(0, 8_000).includes(0);
}

const files = tracked();
if (files === null) console.warn('skipped: no git here, so it is unknown which files are ours');

describe.skipIf(files === null)('no file of ours', () => {
  // Written in pieces, or this file would be the first to hold them.
  const mark = new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);
  const machine = new RegExp(`(?<![\\w.])/(?:${['work', 'root', 'Users'].join('|')})/`);
  const holding = (pattern: RegExp) =>
    (files ?? []).filter((file) => file !== 'package-lock.json' && pattern.test(read(file)));

  it('puts something off', () => {
    expect(holding(mark)).toEqual([]);
  });

  it('names a folder of the machine it was written on', () => {
    expect(holding(machine)).toEqual([]);
  });
});
