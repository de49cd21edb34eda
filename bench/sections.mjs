import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts a section into a Markdown file in the place of the one of that heading,
 * or behind all others. `text` begins with the heading, `# ...`.
 */
export function writeSection(path, text) {
  const heading = text.split('\n', 1)[0];
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const sections = before.split(/^(?=# )/m).filter((section) => section.trim() !== '');
  const at = sections.findIndex((section) => section.split('\n', 1)[0] === heading);
  sections.splice(at === -1 ? sections.length : at, at === -1 ? 0 : 1, text);
  writeFileSync(path, `${sections.map((section) => section.trimEnd()).join('\n\n')}\n`);
}
