import type { RuleRef } from '../model/rule.ts';
import type { LogDatabase } from './database.ts';

/** The small numbers of stored words, made where they are new. */
export interface Dictionary {
  /** Forgets what it remembers: ids live for one transaction only, since pruning may remove them. */
  begin(): void;
  /** For an event's column. `day` is the event's, in days since the epoch. */
  nameUsed(text: string, day: number): number;
  /** For a counter's column. */
  nameKept(text: string, day: number): number;
  host(text: string, domain: number, day: number): number;
  rule(rule: RuleRef, day: number): number;
}

interface Found {
  readonly id: number;
  readonly day: number;
}

type Table = 'names' | 'hosts' | 'rules';

/** Names which nothing of that kind has used yet have this day: before all others. */
const NEVER = -1_000_000_000;

/** Prepared on the writing connection. All its calls belong inside a transaction. */
export function createDictionary(db: LogDatabase): Dictionary {
  const used = names(db, 'used');
  const kept = names(db, 'kept');
  const seen = new Map<string, Found>();

  const remembered = (
    key: string,
    day: number,
    find: () => Found | undefined,
    touch: (id: number) => void,
    insert: () => number,
  ): number => {
    const known = seen.get(key) ?? find();
    const id = known?.id ?? insert();
    if (known !== undefined && known.day < day) touch(id);
    seen.set(key, { id, day: Math.max(day, known?.day ?? day) });
    return id;
  };

  const findHost = db.prepare<[string], Found>('SELECT id, used AS day FROM hosts WHERE text = ?');
  const addHost = db.prepare(
    'INSERT INTO hosts (text, reversed, domain, used) VALUES (?, ?, ?, ?)',
  );
  const touchHost = toucher(db, 'hosts', 'used');
  const findRule = db.prepare<[string, number, string], Found>(
    'SELECT id, used AS day FROM rules WHERE list = ? AND line = ? AND text = ?',
  );
  const addRule = db.prepare('INSERT INTO rules (list, line, text, used) VALUES (?, ?, ?, ?)');
  const touchRule = toucher(db, 'rules', 'used');

  return {
    begin: () => seen.clear(),
    nameUsed: (text, day) =>
      remembered(
        `u ${text}`,
        day,
        () => used.find(text),
        (id) => used.touch(id, day),
        () => used.insert(text, day),
      ),
    nameKept: (text, day) =>
      remembered(
        `k ${text}`,
        day,
        () => kept.find(text),
        (id) => kept.touch(id, day),
        () => kept.insert(text, day),
      ),
    host: (text, domain, day) =>
      remembered(
        `h ${text}`,
        day,
        () => findHost.get(text),
        (id) => touchHost(id, day),
        () => Number(addHost.run(text, reversed(text), domain, day).lastInsertRowid),
      ),
    rule: (rule, day) =>
      remembered(
        `r ${rule.list} ${rule.line} ${rule.text}`,
        day,
        () => findRule.get(rule.list, rule.line, rule.text),
        (id) => touchRule(id, day),
        () => Number(addRule.run(rule.list, rule.line, rule.text, day).lastInsertRowid),
      ),
  };
}

/** `www.shop.example` becomes `elpmaxe.pohs.www`: a host's sub-domains share its beginning. */
export function reversed(host: string): string {
  return Array.from(host).reverse().join('');
}

function toucher(db: LogDatabase, table: Table, column: 'used' | 'kept') {
  const statement = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`);
  return (id: number, day: number): void => {
    statement.run(day, id);
  };
}

function names(db: LogDatabase, column: 'used' | 'kept') {
  const find = db.prepare<[string], Found>(`SELECT id, ${column} AS day FROM names WHERE text = ?`);
  const add = db.prepare('INSERT INTO names (text, used, kept) VALUES (?, ?, ?)');
  return {
    find: (text: string): Found | undefined => find.get(text),
    touch: toucher(db, 'names', column),
    insert: (text: string, day: number): number => {
      const days = column === 'used' ? [day, NEVER] : [NEVER, day];
      return Number(add.run(text, ...days).lastInsertRowid);
    },
  };
}
