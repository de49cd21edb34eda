import type { Span } from './piece.ts';

/** The text without these parts, which may come in any order and overlap. */
export function withoutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const kept: string[] = [];
  let at = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from > at) kept.push(text.slice(at, from));
    at = Math.max(at, to);
  }
  return kept.join('') + text.slice(at);
}
