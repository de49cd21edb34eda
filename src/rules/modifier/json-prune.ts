import type { BodyRewrite } from '../../model/rule.ts';
import { parseJsonPath } from '../json/json-path.ts';
import { pruneJson } from '../json/prune-json.ts';

/**
 * What `$jsonprune=\$.path` (AdGuard) takes out of a JSON text. Returns why
 * where the value cannot be used.
 */
export function pruneBody(value: string): BodyRewrite | { readonly reason: string } {
  const steps = parseJsonPath(value.replace(/\\([$,])/g, '$1'));
  if ('reason' in steps) return steps;
  return { of: 'json', rewrite: (text) => pruneJson(text, steps) };
}
