import type { RewriterName } from '../../model/rewriter-names.ts';
import type { BodyRewrite, Edit } from '../../model/rule.ts';
import { defuseMetaConfig } from './meta-defuse-config.ts';

/** What rules name in `rewrite:`. */
export const REWRITERS: Readonly<Record<RewriterName, BodyRewrite>> = {
  'meta-defuse-config': { of: 'text', rewrite: defuseMetaConfig },
};

/** What an edit does to the text of a response; null where it does nothing to it. */
export function rewriteOf(edit: Edit): BodyRewrite | null {
  switch (edit.kind) {
    case 'body':
      return edit.body;
    case 'rewriter':
      return REWRITERS[edit.name];
    default:
      return null;
  }
}
