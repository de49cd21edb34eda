/** Text that was written elsewhere is shown up to this many characters. */
const MAX_SHOWN = 500;

/** Text as it may stand in HTML, between tags and in quoted attributes; cut where it is long. */
export function shownText(text: string): string {
  return escapeHtml(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

/** The same for what is needed whole, like an address. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
