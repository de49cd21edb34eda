/** All that a terminal may take for a command, but for the end of a line and the tab. */
const COMMANDS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text for a terminal: rules, addresses and names are written by others, and
 * some terminals let a text move the cursor, set the title or hide what it
 * says. Control characters, and those that turn the direction of text, are
 * written as `\x1b`.
 */
export function printable(text: string): string {
  return text.replace(COMMANDS, (found) => {
    if (found === '\n' || found === '\t') return found;
    const code = (found.codePointAt(0) ?? 0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
  });
}
