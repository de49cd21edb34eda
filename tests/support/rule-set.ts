import { createRegistrableDomain } from '../../src/classify/registrable-domain.ts';
import { type RequestInfo, type ResourceType, typeBit } from '../../src/model/request.ts';
import type { Matches, RuleSet } from '../../src/model/rule.ts';
import type { Hostname } from '../../src/model/terms.ts';
import { createRuleCompiler } from '../../src/rules/compiler.ts';
import { readRuleFile } from '../../src/rules/rule-file.ts';
import { requestTo } from './request-info.ts';

export const domainOf = createRegistrableDomain();

/** Compiles files given by name and text; a text alone is `list.txt`. `now` is its clock. */
export function ruleSet(
  files: string | Readonly<Record<string, string>>,
  now?: () => number,
): Promise<RuleSet> {
  const named = typeof files === 'string' ? { 'list.txt': files } : files;
  const compile = createRuleCompiler((host) => domainOf(host as Hostname), undefined, now);
  return compile(
    Object.entries(named).map(([list, text]) => readRuleFile(list, Buffer.from(text), null)),
  );
}

export interface Asked extends Partial<RequestInfo> {
  /** The address of the page that asks; null for nobody. */
  readonly from?: string | null;
}

/** A request of one type, as a page of another site sends it unless told otherwise. */
export function requestOf(
  url: string,
  type: ResourceType = 'script',
  { from = 'https://page.example/', ...more }: Asked = {},
): RequestInfo {
  const asked = requestTo(url);
  const plain = { ...asked, hostname: asked.hostname.replace(/^\[|\]$/g, '') as Hostname };
  const page = from === null ? null : (new URL(from).hostname as Hostname);
  const isFirst = page !== null && domainOf(page) === domainOf(plain.hostname);
  const party = page === null ? 'unknown' : isFirst ? 'first' : 'third';
  return { ...plain, type, types: typeBit(type), party, page, ...more };
}

/** What a set says, in one word and the text of the rule. */
export function verdictOf(matches: Matches): string {
  const { personalAllow, important, exception, block } = matches;
  if (personalAllow !== null) return `own allow ${personalAllow.text}`;
  if (important !== null) return `important ${important.text}`;
  if (exception !== null) return `except ${exception.text}`;
  return block === null ? 'pass' : `block ${block.text}`;
}
