/**
 * The rule files that come with Eyelid. A newer version may change them, so
 * that a person's own change to one of them is better made in `my-rules.txt`.
 */
export const SHIPPED_FILES: readonly string[] = [
  'click-ids.yaml',
  'identifiers.yaml',
  'links.txt',
  'mail.yaml',
  'meta-defuse.yaml',
  'meta.txt',
  'meta.yaml',
  'others.txt',
  'others.yaml',
  'personal-data.yaml',
];
