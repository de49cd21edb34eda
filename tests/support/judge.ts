import { createRegistrableDomain } from '../../src/classify/registrable-domain.ts';
import { type Explanation, explain } from '../../src/explain.ts';
import type { ResourceType } from '../../src/model/request.ts';
import type { RuleSet } from '../../src/model/rule.ts';

/** A request as a row of a table writes it down. */
export interface Sample {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** The page that asks. */
  readonly page?: string;
  readonly type?: ResourceType;
}

const registrableDomain = createRegistrableDomain();

/** What the rules do with a request, by the same parts and in the same order as the proxy. */
export function judge(rules: RuleSet, sample: Sample): Explanation {
  const { page, ...question } = sample;
  return explain(
    { ...question, sourceUrl: page ?? null },
    { rules, registrableDomain, explainRule: (rule) => rule.text },
  );
}
