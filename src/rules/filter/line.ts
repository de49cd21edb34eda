import { typeBit } from '../../model/request.ts';
import type { Filter, Pattern } from './filter.ts';
import { parseHostsLine } from './hosts-line.ts';
import { PAGE_TYPES } from './modifier.ts';
import { NO_OPTIONS, type Options, parseOptions } from './options.ts';
import { isRegex, parsePattern } from './pattern.ts';
import { narrows } from './rare.ts';
import { type SplitFilter, splitFilter } from './split-options.ts';

/** What one line of a list says. */
export type Line =
  /** Nothing, or a comment. */
  | { readonly kind: 'comment' }
  /** Rules in force; a hosts-file line can hold several. */
  | {
      readonly kind: 'filters';
      readonly filters: readonly Filter[];
      /** What of the line does nothing, though the rest is in force. */
      readonly remark?: string;
    }
  /** `$badfilter`: undoes the filter that is written the same without it. */
  | { readonly kind: 'badfilter'; readonly filter: Filter }
  /** `!#if`, `!#include` and the like, without `!#`. */
  | { readonly kind: 'directive'; readonly text: string }
  | {
      readonly kind: 'problem';
      readonly reason: string;
      readonly severity: 'error' | 'ineffective';
    };

/** The longest line that is read; EasyList's longest has some 12,000 characters. */
const MAX_LINE = 65_535;

const COMMENT: Line = { kind: 'comment' };
const COSMETIC: Line = {
  kind: 'problem',
  reason: 'it hides or changes elements of a page, which a proxy does not do',
  severity: 'ineffective',
};
const COSMETIC_MARK = /#@?(?:%|\?|\$\??)?#|^[^/|@"!$]*\$@?\$(?=[a-z*[])|^\[\$/i;
const PLAIN_HOST = /^\|\|([0-9a-z](?:[0-9a-z.-]*[0-9a-z])?)\^(\$third-party)?$/;
const THIRD_PARTY: Options = { ...NO_OPTIONS, party: 'third' };

/** Reads one line of a filter list or hosts file, without its line end. Never throws. */
export function parseLine(written: string): Line {
  const text = written.trim();
  // Five of six rules of the public lists look like this.
  const plain = PLAIN_HOST.exec(text);
  if (plain !== null) {
    const pattern: Pattern = { kind: 'host', text: plain[1]!, left: 'host', right: false };
    const options = plain[2] === undefined ? NO_OPTIONS : THIRD_PARTY;
    return { kind: 'filters', filters: [filterOf(pattern, false, options)] };
  }
  if (text === '' || isComment(text)) return COMMENT;
  if (text.startsWith('!#')) return { kind: 'directive', text: text.slice(2).trim() };
  if (text.startsWith('!')) return COMMENT;
  if (text.length > MAX_LINE) return problem(`a line of ${text.length} characters`);
  if (isCosmetic(text)) return COSMETIC;
  const names = parseHostsLine(text);
  if (names !== null) return hostsLine(names);
  if (text.startsWith('#')) return COMMENT;
  return parseFilter(withoutHostsComment(text));
}

function isComment(text: string): boolean {
  // `# a remark` of a hosts file; `[Adblock Plus 2.0]`.
  return /^#(?:\s|$|#*$)/.test(text) || (/^\[[^\]]*\]$/.test(text) && !text.startsWith('[$'));
}

function isCosmetic(text: string): boolean {
  if (!text.includes('#') && !text.includes('$$') && !text.includes('$@$') && text[0] !== '[') {
    return false;
  }
  return COSMETIC_MARK.test(text) && !(text.startsWith('/') && isRegex(splitFilter(text).pattern));
}

/** A hosts file may say why, after a name; the name of a device may hold a number sign. */
function withoutHostsComment(text: string): string {
  if (/[$,](?:client|device)=/i.test(text)) return text;
  for (let at = text.indexOf('#', 1); at !== -1; at = text.indexOf('#', at + 1)) {
    if (/\s/.test(text[at - 1] as string)) return text.slice(0, at).trimEnd();
  }
  return text;
}

function hostsLine(names: readonly string[]): Line {
  const filters = names.map((name) =>
    filterOf({ kind: 'host', text: name, left: 'host', right: false }, false, NO_OPTIONS),
  );
  return filters.length === 0 ? COMMENT : { kind: 'filters', filters };
}

function parseFilter(text: string): Line {
  const exception = text.startsWith('@@');
  const split = splitFilter(exception ? text.slice(2) : text);
  const options = split.options.length === 0 ? NO_OPTIONS : parseOptions(withOwnRegex(split));
  if ('reason' in options) return problem(options.reason, options.severity);
  const pattern = parsePattern(split.pattern.trim(), options.matchCase);
  if ('reason' in pattern) return problem(pattern.reason);
  const reason = whyNotInForce(text, pattern, options, exception);
  if (reason !== null) return reason;
  const filter = filterOf(pattern, exception, options);
  if (options.badfilter) return { kind: 'badfilter', filter };
  const { inline, remark } = options;
  const filters = inline === null ? [filter] : [filter, inlinePolicy(filter, inline)];
  return remark === null ? { kind: 'filters', filters } : { kind: 'filters', filters, remark };
}

/** uBlock: a transformation that searches for nothing searches for the pattern of its filter. */
function withOwnRegex({ pattern, options }: SplitFilter): readonly string[] {
  if (!isRegex(pattern)) return options;
  return options.map((option) => option.replace(/^(ur[il]transform=)\/\//, `$1${pattern}`));
}

/** The part of `$script,inline-script` that is about what stands in a page. */
function inlinePolicy(filter: Filter, policy: string): Filter {
  const modifier = { kind: 'csp', value: policy } as const;
  return { ...filter, action: 'edit', types: PAGE_TYPES, modifier, stub: null, wholePage: false };
}

function whyNotInForce(
  text: string,
  pattern: Pattern,
  options: Options,
  exception: boolean,
): Line | null {
  if (/\s/.test(pattern.text) && pattern.kind !== 'regex') {
    return problem(`"${pattern.text}" has a space in it, which no URL has`);
  }
  if (!exception && isWithoutValue(options)) return problem(`"${text}" does not say what with`);
  if (exception && (options.action === 'log' || options.action === 'placeholder')) {
    return problem(`"${options.action}" has no exceptions`);
  }
  // A lone star would shut the whole network out: more likely half a line.
  const blocksAll = pattern.kind === 'any' && !exception && doesBlock(options);
  if (blocksAll && isUnconditional(options)) {
    return problem(`"${text}" would block everything`);
  }
  if (pattern.kind === 'text' && pattern.text.length < 2 && isUnconditional(options)) {
    return problem(`"${text}" would match nearly everything`);
  }
  return null;
}

/** Only exceptions can be for all values. */
function isWithoutValue({ modifier, stub }: Options): boolean {
  if (modifier !== null) return 'value' in modifier && modifier.value === null;
  return stub !== null && stub.name === null;
}

function doesBlock({ action }: Options): boolean {
  return action !== 'edit' && action !== 'redirect' && action !== 'log';
}

function isUnconditional(options: Options): boolean {
  return (
    options.types === NO_OPTIONS.types &&
    options.party === 'any' &&
    options.page === null &&
    options.target === null &&
    options.methods === 0 &&
    (options.rare === null || !narrows(options.rare))
  );
}

function filterOf(pattern: Pattern, exception: boolean, options: Options): Filter {
  const { important, matchCase, types, party, methods, page, target, rare } = options;
  // Exceptions of redirects keep the block, and its answer goes by its type.
  const action = exception && options.action === 'stub' ? 'redirect' : options.action;
  return {
    pattern,
    exception,
    important,
    matchCase,
    types,
    party,
    methods,
    page,
    target,
    rare,
    action,
    modifier: options.modifier,
    stub: options.stub,
    wholePage:
      exception &&
      action === 'block' &&
      pattern.kind === 'host' &&
      (types & typeBit('document')) !== 0,
  };
}

function problem(reason: string, severity: 'error' | 'ineffective' = 'error'): Line {
  return { kind: 'problem', reason, severity };
}
