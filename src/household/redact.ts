import type { Hit } from './finder.ts';

/** The text without what was found. A number of JSON must stay a number, so digits become a zero. */
export function withoutHits(text: string, hits: readonly Hit[]): string {
  return replaced(text, hits, (value) => (/^\d+$/.test(value) ? '0' : ''));
}

/** As many characters, and nothing of what was found; a number of JSON does not begin with a zero. */
export function overwritten(text: string, hits: readonly Hit[]): string {
  return replaced(text, hits, (value) =>
    /^\d+$/.test(value) ? `1${'0'.repeat(value.length - 1)}` : '0'.repeat(value.length),
  );
}

/** For the eyes of people. */
export function masked(text: string, hits: readonly Hit[]): string {
  return replaced(text, hits, () => '***');
}

function replaced(text: string, hits: readonly Hit[], by: (value: string) => string): string {
  if (hits.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of hits) {
    parts.push(text.slice(done, from), by(text.slice(from, to)));
    done = to;
  }
  return parts.join('') + text.slice(done);
}
