/** Where a rule file or list is shown, at a line where one is given. */
export function ruleAddress(name: string, line?: number): string {
  const path = `/rules/file/${encodeURIComponent(name)}`;
  return line === undefined ? path : `${path}?line=${line}#L${line}`;
}
