/** Where a rule file or list is shown, at a line where one is given. */
export function ruleAddress(name: string, line?: number): string {
  const path = `/rules/file/${encodeURIComponent(name)}`;
  return line === undefined ? path : `${path}?line=${line}#L${line}`;
}

/** The place of a file or list on the page of all rules: `list-meta-txt`. */
export function listAnchor(name: string): string {
  return `list-${name.replace(/[^a-zA-Z0-9]/g, '-')}`;
}
