/** A condition on one text: a name, a value, a host or a path. */
export type TextTest =
  | { readonly kind: 'exact'; readonly text: string }
  /** A hostname and everything below it; `text` begins with the dot. */
  | { readonly kind: 'suffix'; readonly text: string }
  /** Pieces between `*`s, in order; the first is the beginning, the last the end. */
  | { readonly kind: 'glob'; readonly pieces: readonly string[] }
  /** `limit`: characters it is shown, so that its cost is bounded. */
  | { readonly kind: 'regex'; readonly regex: RegExp; readonly limit: number };

export function testText(test: TextTest, text: string): boolean {
  switch (test.kind) {
    case 'exact':
      return text === test.text;
    case 'suffix':
      return (
        text.endsWith(test.text) ||
        (text.length === test.text.length - 1 && test.text.endsWith(text))
      );
    case 'glob':
      return testGlob(test.pieces, text);
    case 'regex':
      return test.regex.test(text.length > test.limit ? text.slice(0, test.limit) : text);
  }
}

/** Longer names of fields, headers and cookies are nobody's: no test takes them. */
const MAX_NAME = 256;

export function testName(test: TextTest, name: string): boolean {
  return name.length <= MAX_NAME && testText(test, name);
}

export function testAny(tests: readonly TextTest[], text: string): boolean {
  for (const test of tests) {
    if (testText(test, text)) return true;
  }
  return false;
}

/** Takes each piece at its first place after the one before: no backtracking is ever needed. */
function testGlob(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] as string;
  const last = pieces[pieces.length - 1] as string;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i] as string;
    const found = text.indexOf(piece, from);
    if (found === -1 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}
