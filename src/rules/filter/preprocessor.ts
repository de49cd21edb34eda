/** What is true of this program among the words of `!#if`: it reads uBlock's dialect. */
const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 'ext_ublock']);

/** A condition, or an operator of it. */
const WORD = /\s*(&&|\|\||[!()]|[\w.-]+)/y;

/**
 * Which lines of a list are meant for this program: the state of `!#if`,
 * `!#else` and `!#endif`. Lines that are meant for others are not in force and
 * are no mistake.
 */
export interface Branches {
  /** True where the line after is meant for this program. */
  readonly active: boolean;
  /** Takes a directive (without `!#`); returns what is wrong with it, or null. */
  take(directive: string): string | null;
  /** What is still open at the end of the list, or null. */
  end(): string | null;
}

const MAX_NESTING = 20;

interface Branch {
  /** Its first part was meant for this program. */
  readonly taken: boolean;
  /** What surrounds it is. */
  readonly outer: boolean;
}

export function branches(): Branches {
  const open: Branch[] = [];
  let active = true;
  const begin = (condition: string): string | null => {
    if (open.length >= MAX_NESTING) return '"!#if" inside too many others';
    const value = evaluate(condition);
    open.push({ taken: value === true, outer: active });
    active &&= value === true;
    return value === null ? `"${condition}" is no condition` : null;
  };
  const turn = (last: Branch | undefined): string | null => {
    if (last === undefined) return '"!#else" without "!#if"';
    active = last.outer && !last.taken;
    return null;
  };
  const finish = (last: Branch | undefined): string | null => {
    if (last === undefined) return '"!#endif" without "!#if"';
    active = last.outer;
    return null;
  };
  const take = (directive: string): string | null => {
    const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(directive) ?? [];
    if (name === 'if') return begin(rest);
    if (name === 'else') return turn(open.at(-1));
    if (name === 'endif') return finish(open.pop());
    // The rest is `safari_cb_affinity`, and rulers made of number signs.
    if (name !== 'include' || !active) return null;
    return `"${rest}" is not fetched: add it as a list of its own`;
  };
  return {
    get active() {
      return active;
    },
    take,
    end: () => (open.length === 0 ? null : '"!#if" without "!#endif"'),
  };
}

/** Evaluates `a && !(b || c)`; null where it cannot be read. Unknown words are false. */
function evaluate(text: string): boolean | null {
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

function either(words: string[]): boolean | null {
  let value = both(words);
  while (words[0] === '||') {
    words.shift();
    const next = both(words);
    value = value === null || next === null ? null : value || next;
  }
  return value;
}

function both(words: string[]): boolean | null {
  let value = single(words);
  while (words[0] === '&&') {
    words.shift();
    const next = single(words);
    value = value === null || next === null ? null : value && next;
  }
  return value;
}

function single(words: string[]): boolean | null {
  const word = words.shift();
  if (word === '!') {
    const value = single(words);
    return value === null ? null : !value;
  }
  if (word === '(') {
    const value = either(words);
    return words.shift() === ')' ? value : null;
  }
  return word === undefined || !/^\w/.test(word) ? null : TRUE_WORDS.has(word);
}
