/** What a list says of itself in its first lines. */
export interface ListMetadata {
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly version: string | null;
  /** As written; makers write dates in many ways. */
  readonly lastModified: string | null;
  /** How long a copy is good, in milliseconds. */
  readonly expires: number | null;
}

/** Makers put these lines first; what stands further down is about something else. */
const FIRST_BYTES = 8_192;
const FIRST_LINES = 60;
const MAX_VALUE = 200;

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };

/**
 * Reads `! Title: ...` and its kin, and `# Title: ...` as hosts files have it,
 * as Adblock Plus, uBlock and AdGuard document them. The first of a kind
 * counts. Never throws.
 */
export function readMetadata(bytes: Uint8Array): ListMetadata {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, FIRST_BYTES));
  const found = new Map<string, string>();
  for (const line of head.toString('utf8').split(/\r\n|\n|\r/, FIRST_LINES)) {
    const [, key = '', text = ''] =
      /^\uFEFF?[!#]\s*([A-Za-z][A-Za-z ]{1,20}?)\s*:\s*(.*)$/.exec(line) ?? [];
    const value = plain(text);
    const word = key.toLowerCase();
    if (value !== '' && !found.has(word)) found.set(word, value);
  }
  const say = (...words: readonly string[]): string | null => {
    for (const word of words) {
      const value = found.get(word);
      if (value !== undefined) return value;
    }
    return null;
  };
  return {
    title: say('title'),
    homepage: webAddress(say('homepage')),
    license: say('license', 'licence'),
    version: say('version'),
    lastModified: say('last modified', 'timeupdated', 'last updated', 'date'),
    expires: parseExpires(say('expires') ?? ''),
  };
}

/** Reads `4 days (update frequency)`, `12 hours`, `1d`; null for all else. */
export function parseExpires(text: string): number | null {
  const match =
    /^(\d{1,4})(?!\d)(?:\s*(h(?:ours?)?|d(?:ays?)?|w(?:eeks?)?)(?![a-z])|(?!\s*[a-z]))/i.exec(
      text.trim(),
    );
  if (match === null) return null;
  // A number alone means days.
  const unit = (match[2] ?? 'd').charAt(0).toLowerCase();
  const time = Number(match[1]) * (UNITS[unit] as number);
  return time > 0 ? time : null;
}

/** A link that the page may show: nothing that runs. */
function webAddress(text: string | null): string | null {
  if (text === null || !/^https?:\/\//i.test(text)) return null;
  return URL.canParse(text) ? new URL(text).href : null;
}

/** One line without control characters; templates that nobody filled in say nothing. */
function plain(text: string): string {
  const words = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_VALUE);
  return /^%.*%$/.test(words) ? '' : words;
}
