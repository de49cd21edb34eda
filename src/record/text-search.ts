/**
 * A text is looked for in at most this many rows that meet the other
 * conditions, the newest first (with `after`, the oldest first). Beyond that a
 * person narrows the search by time, device or site.
 */
export const TEXT_ROWS = 10_000;

/** What `withText` needs of `events`. */
export const TEXT_COLUMNS = 'id, path, host, device_name, page, tracker, rule, undone';

const TEXTS = [
  'path',
  'hosts.text',
  'device.text',
  'page.text',
  'tracker.text',
  'rule.text',
  'undone.text',
];

/** The ids of those rows that hold `@text`, a LIKE pattern, anywhere that a person would look. */
export function withText(rows: string): string {
  return `
    SELECT found.id AS id FROM (${rows}) AS found
    LEFT JOIN hosts ON hosts.id = found.host
    LEFT JOIN names AS device ON device.id = found.device_name
    LEFT JOIN names AS page ON page.id = found.page
    LEFT JOIN names AS tracker ON tracker.id = found.tracker
    LEFT JOIN rules AS rule ON rule.id = found.rule
    LEFT JOIN rules AS undone ON undone.id = found.undone
    WHERE ${TEXTS.map((column) => `${column} LIKE @text ESCAPE '\\'`).join(' OR ')}`;
}
