import type { RuleRef } from '../model/rule.ts';
import { createAllowance } from './allowance.ts';
import type { LogDatabase } from './database.ts';
import { createMarkWords, type MarkWords } from './mark-words.ts';
import { createReach, type Reach } from './reach.ts';
import { type ReportWords, reportText } from './report-text.ts';
import { createTexts } from './texts.ts';

/**
 * The small numbers of stored words, made where they are new. All calls belong
 * inside a transaction that began with `begin`; `day` is the event's, in days
 * since the epoch.
 */
export interface Dictionary {
  begin(): void;
  /** Forgets what it remembers: to be called when a transaction was rolled back. */
  forget(): void;
  /** For an event's column. */
  nameUsed(text: string, day: number): number;
  /** For a counter's column. */
  nameKept(text: string, day: number): number;
  host(text: string, domain: number, day: number): number;
  rule(rule: RuleRef, day: number): number;
  /** What was reported, without whom it was about. */
  report(report: ReportWords, day: number): number;
  headers(names: readonly string[], day: number): number;
  readonly marks: Omit<MarkWords, 'forget'>;
  readonly reach: Omit<Reach, 'forget'>;
}

/** A word and the last days on which an event and a counter used it, as stored. */
interface Word {
  readonly id: number;
  used: number;
  kept: number;
}

/** A remembered rule: by line and list, which is quicker than by its long text. */
interface RuleWord extends Word {
  readonly text: string;
}

/** Remembered words per kind; when there are more, all are forgotten. */
const MAX_REMEMBERED = 20_000;
/** New names and new hosts in a day, each: a household sees some thousand. */
const MOST_WORDS = 20_000;
/** Stands for those beyond. */
const BEYOND = '…';
/** A household has some hundred; see `createTexts`. */
const MOST_REPORTS = { newADay: 5_000, instead: '[]' } as const;
const MOST_HEADERS = { newADay: 5_000, instead: '[]' } as const;
/** What nothing of that kind has used yet has this day: before all others. */
const NEVER = -1_000_000_000;

/** The key in `meta` that changes whenever words are deleted: ids of before are worth nothing. */
const DELETIONS = 'words-deleted';

export function createDictionary(db: LogDatabase): Dictionary {
  const names = new Map<string, Word>();
  const hosts = new Map<string, Word>();
  const rules = new Map<string, RuleWord>();
  const allowed = { names: createAllowance(MOST_WORDS), hosts: createAllowance(MOST_WORDS) };
  const reports = createTexts(db, 'reports', MOST_REPORTS);
  const headers = createTexts(db, 'header_lists', MOST_HEADERS);
  const marks = createMarkWords(db);
  const reach = createReach(db);
  const find = {
    name: db.prepare<[string], Word>('SELECT id, used, kept FROM names WHERE text = ?'),
    host: db.prepare<[string], Word>('SELECT id, used, 0 AS kept FROM hosts WHERE text = ?'),
    rule: db.prepare<[string, number, string], Word>(
      'SELECT id, used, 0 AS kept FROM rules WHERE list = ? AND line = ? AND text = ?',
    ),
  };
  const add = {
    name: db.prepare(`INSERT INTO names (text, used, kept) VALUES (?, ${NEVER}, ${NEVER})`),
    host: db.prepare('INSERT INTO hosts (text, reversed, domain, used) VALUES (?, ?, ?, ?)'),
    rule: db.prepare('INSERT INTO rules (list, line, text, used) VALUES (?, ?, ?, ?)'),
  };
  const touch = {
    nameUsed: db.prepare('UPDATE names SET used = ? WHERE id = ?'),
    nameKept: db.prepare('UPDATE names SET kept = ? WHERE id = ?'),
    host: db.prepare('UPDATE hosts SET used = ? WHERE id = ?'),
    rule: db.prepare('UPDATE rules SET used = ? WHERE id = ?'),
  };
  const deletions = db
    .prepare<[], string>(`SELECT value FROM meta WHERE key = '${DELETIONS}'`)
    .pluck();
  let seenDeletions = deletions.get();

  const forget = () => {
    for (const map of [names, hosts, rules]) map.clear();
    for (const kind of [reports, headers, marks, reach]) kind.forget();
  };
  const nameOf = (text: string, day: number): Word => {
    const found = names.get(text) ?? find.name.get(text);
    if (found !== undefined) return remember(names, text, found);
    // Not remembered by its own text: another day it may be a word of its own.
    if (text !== BEYOND && !allowed.names.take(day)) return nameOf(BEYOND, day);
    return remember(names, text, { id: rowId(add.name.run(text)), used: NEVER, kept: NEVER });
  };
  const hostOf = (text: string, domain: number, day: number): Word => {
    const found = hosts.get(text) ?? find.host.get(text);
    if (found !== undefined) return remember(hosts, text, found);
    if (text !== BEYOND && !allowed.hosts.take(day)) {
      return hostOf(BEYOND, nameOf(BEYOND, day).id, day);
    }
    const id = rowId(add.host.run(text, reversed(text), domain, day));
    return remember(hosts, text, { id, used: day, kept: NEVER });
  };
  const ruleWord = (list: string, line: number, text: string, day: number): RuleWord => {
    const found = find.rule.get(list, line, text);
    const id = found?.id ?? rowId(add.rule.run(list, line, text, day));
    return { id, used: found?.used ?? day, kept: NEVER, text };
  };

  return {
    begin() {
      const present = deletions.get();
      if (present !== seenDeletions) forget();
      seenDeletions = present;
    },
    forget,
    nameUsed(text, day) {
      const word = nameOf(text, day);
      if (word.used < day) touch.nameUsed.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    nameKept(text, day) {
      const word = nameOf(text, day);
      if (word.kept < day) touch.nameKept.run(day, word.id);
      word.kept = Math.max(word.kept, day);
      return word.id;
    },
    host(text, domain, day) {
      const word = hostOf(text, domain, day);
      if (word.used < day) touch.host.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    rule({ list, line, text }, day) {
      const key = `${line} ${list}`;
      const known = rules.get(key);
      const word =
        known?.text === text ? known : remember(rules, key, ruleWord(list, line, text, day));
      if (word.used < day) touch.rule.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    report: (report, day) => reports.id(reportText(report), day),
    headers: (list, day) => headers.id(JSON.stringify(list), day),
    marks,
    reach,
  };
}

/** To be called in the transaction that deletes words, whoever does it. */
export function noteDeletedWords(db: LogDatabase): void {
  db.prepare(
    `INSERT INTO meta (key, value) VALUES ('${DELETIONS}', 1)
     ON CONFLICT DO UPDATE SET value = value + 1`,
  ).run();
}

/** `www.shop.example` becomes `elpmaxe.pohs.www`: a host's sub-domains share its beginning. */
export function reversed(host: string): string {
  return Array.from(host).reverse().join('');
}

function remember<Kind extends Word>(map: Map<string, Kind>, key: string, word: Kind): Kind {
  if (map.get(key) === word) return word;
  if (map.size >= MAX_REMEMBERED) map.clear();
  map.set(key, word);
  return word;
}

function rowId({ lastInsertRowid }: { readonly lastInsertRowid: number | bigint }): number {
  return Number(lastInsertRowid);
}
