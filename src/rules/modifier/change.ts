import { assertNever } from '../../model/errors.ts';
import type { Change } from '../../model/rule.ts';
import type { ChangeModifier } from '../filter/filter.ts';
import { NO_LIMIT, type TimeBudget } from '../regex/time-budget.ts';
import {
  cspHeader,
  type HeaderValue,
  permissionsHeader,
  referrerPolicyHeader,
} from './header-value.ts';
import { pruneBody } from './json-prune.ts';
import { replaceBody } from './replace.ts';
import { urlSkip } from './url-skip.ts';
import { transformUrl } from './url-transform.ts';

type WithoutRule<T> = T extends unknown ? Omit<T, 'rule'> : never;

/** What a rule changes, without the rule. */
export type ChangePart = WithoutRule<Change>;

interface Wrong {
  readonly reason: string;
}

/** Puts the value of a modifier to use, or says why it cannot be. */
export function readChange(
  kind: ChangeModifier['kind'],
  value: string,
  budget: TimeBudget = NO_LIMIT,
): ChangePart | Wrong {
  switch (kind) {
    case 'csp':
      return headerPart(cspHeader(value));
    case 'permissions':
      return headerPart(permissionsHeader(value));
    case 'referrerPolicy':
      return headerPart(referrerPolicyHeader(value));
    case 'replace':
      return bodyPart(replaceBody(value));
    case 'jsonPrune':
      return bodyPart(pruneBody(value));
    case 'urlTransform': {
      const rewrite = transformUrl(value, budget);
      return typeof rewrite === 'function' ? { kind: 'url', rewrite } : rewrite;
    }
    case 'urlSkip': {
      const target = urlSkip(value, budget);
      return typeof target === 'function' ? { kind: 'skip', target } : target;
    }
    default:
      return assertNever(kind);
  }
}

function headerPart(header: HeaderValue): ChangePart | Wrong {
  return 'reason' in header ? header : { kind: 'addHeader', header };
}

function bodyPart(body: ReturnType<typeof replaceBody>): ChangePart | Wrong {
  return 'reason' in body ? body : { kind: 'body', body };
}
