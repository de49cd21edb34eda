/** Whether lines are meant for this program. */
export type Meant = 'yes' | 'no' | 'maybe';

/** What is true of this program among the words of `!#if`: it reads uBlock's dialect. */
const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 'ext_ublock', 'cap_html_filtering']);

/** True of some devices behind this program, false of others. */
const BROWSER_WORD = /^env_(?:chromium|edge|firefox|mobile|safari)$/;

/** A condition, or an operator of it. */
const WORD = /\s*(&&|\|\||[!()]|[\w.-]+)/y;

/**
 * Which lines of a list are meant for this program: the state of `!#if`,
 * `!#else` and `!#endif`. Lines that are meant for others are not in force and
 * are no mistake. Of lines for one browser only the exceptions are in force:
 * a household has many browsers, and none is to break.
 */
export interface Branches {
  /** Whether the lines after are. */
  readonly meant: Meant;
  /** Takes a directive (without `!#`); returns what is wrong with it, or null. */
  take(directive: string): string | null;
  /** What is still open at the end of the list, or null. */
  end(): string | null;
}

const MAX_NESTING = 20;

interface Branch {
  /** What its condition says. */
  readonly holds: Meant;
  /** What surrounds it. */
  readonly outer: Meant;
}

export function branches(whole: Meant = 'yes'): Branches {
  const open: Branch[] = [];
  let meant = whole;
  const begin = (condition: string): string | null => {
    if (open.length >= MAX_NESTING) return '"!#if" inside too many others';
    const holds = evaluate(condition);
    open.push({ holds: holds ?? 'no', outer: meant });
    meant = and(meant, holds ?? 'no');
    return holds === null ? `"${condition}" is no condition` : null;
  };
  const turn = (last: Branch | undefined): string | null => {
    if (last === undefined) return '"!#else" without "!#if"';
    meant = and(last.outer, not(last.holds));
    return null;
  };
  const finish = (last: Branch | undefined): string | null => {
    if (last === undefined) return '"!#endif" without "!#if"';
    meant = last.outer;
    return null;
  };
  const take = (directive: string): string | null => {
    const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(directive) ?? [];
    if (name === 'if') return begin(rest);
    if (name === 'else') return turn(open.at(-1));
    if (name === 'endif') return finish(open.pop());
    // The rest is `include`, which is not of this list any more,
    // `safari_cb_affinity`, and rulers made of number signs.
    return null;
  };
  return {
    get meant() {
      return meant;
    },
    take,
    end: () => (open.length === 0 ? null : '"!#if" without "!#endif"'),
  };
}

function not(a: Meant): Meant {
  return a === 'maybe' ? a : a === 'yes' ? 'no' : 'yes';
}

function and(a: Meant, b: Meant): Meant {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' ? b : a;
}

function or(a: Meant, b: Meant): Meant {
  return not(and(not(a), not(b)));
}

/** Evaluates `a && !(b || c)`; null where it cannot be read. Unknown words are false. */
function evaluate(text: string): Meant | null {
  const words: string[] = [];
  const matcher = new RegExp(WORD);
  const condition = text.trim();
  while (matcher.lastIndex < condition.length) {
    const match = matcher.exec(condition);
    if (match === null || words.length >= 100) return null;
    words.push(match[1] as string);
  }
  const value = either(words);
  return words.length === 0 ? value : null;
}

function either(words: string[]): Meant | null {
  return chain(words, '||', both, or);
}

function both(words: string[]): Meant | null {
  return chain(words, '&&', single, and);
}

/** Operands with one operator between them. */
function chain(
  words: string[],
  operator: string,
  operand: (words: string[]) => Meant | null,
  combine: (a: Meant, b: Meant) => Meant,
): Meant | null {
  let value = operand(words);
  while (words[0] === operator) {
    words.shift();
    const next = operand(words);
    value = value === null || next === null ? null : combine(value, next);
  }
  return value;
}

function single(words: string[]): Meant | null {
  const word = words.shift();
  if (word === '!') {
    const value = single(words);
    return value === null ? null : not(value);
  }
  if (word === '(') {
    const value = either(words);
    return words.shift() === ')' ? value : null;
  }
  if (word === undefined || !/^\w/.test(word)) return null;
  if (BROWSER_WORD.test(word)) return 'maybe';
  return TRUE_WORDS.has(word) ? 'yes' : 'no';
}
