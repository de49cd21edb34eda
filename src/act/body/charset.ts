/** How the bytes of a text became characters, and how they become bytes again. */
export interface Charset {
  /** Of the Encoding standard. */
  readonly name: string;
  /** Null where the bytes are no text in this charset, or could not be written again as they are. */
  decode(bytes: Uint8Array): string | null;
  /** Null where the text holds a character that this charset does not have. */
  encode(text: string): Uint8Array | null;
}

export interface DecodedText {
  readonly text: string;
  readonly charset: Charset;
  /** The byte order mark that stands before the text, or nothing. */
  readonly mark: Uint8Array;
}

/**
 * Charsets in which a byte that looks like a letter may be half of another
 * character (Encoding standard, sections 10 to 14). A change to the text could
 * tear one apart, so texts in them are left alone.
 */
const MULTIBYTE: ReadonlySet<string> = new Set([
  ...['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr'],
  ...['utf-16le', 'utf-16be', 'replacement'],
]);

/** No label of a charset is longer. */
const MAX_LABEL = 40;

const UTF8: Charset = {
  name: 'utf-8',
  decode(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  },
  encode: (text) => new TextEncoder().encode(text),
};

/**
 * Reads a text so that it can be written again byte for byte: in the charset of
 * its byte order mark, else the declared one (null: none was), else UTF-8, else
 * windows-1252, in which every byte is a character. Null where that cannot be
 * promised: the charset is one of several bytes a character.
 */
export function decodeText(bytes: Uint8Array, declared: string | null): DecodedText | null {
  if (startsWith(bytes, [0xfe, 0xff]) || startsWith(bytes, [0xff, 0xfe])) return null;
  const marked = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  const mark = bytes.subarray(0, marked ? 3 : 0);
  const rest = bytes.subarray(mark.length);
  const label = marked || declared === null ? 'utf-8' : encodingOf(declared);
  if (MULTIBYTE.has(label)) return null;
  const candidates = label === 'utf-8' ? [UTF8] : [singleByte(label)];
  for (const charset of [...candidates, singleByte('windows-1252')]) {
    const text = charset.decode(rest);
    if (text !== null) return { text, charset, mark };
  }
  return null;
}

/** The bytes of a text that was decoded and changed; null where its charset cannot write it. */
export function encodeText(text: string, { charset, mark }: DecodedText): Uint8Array | null {
  const bytes = charset.encode(text);
  if (bytes === null || mark.length === 0) return bytes;
  const whole = new Uint8Array(mark.length + bytes.length);
  whole.set(mark);
  whole.set(bytes, mark.length);
  return whole;
}

/** The standard's name for a label; UTF-8 for a label that nobody knows, as where there is none. */
function encodingOf(label: string): string {
  if (label.length > MAX_LABEL) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}

/** A charset of one byte a character. The table of its bytes is made where it is needed, in 0.1 ms. */
function singleByte(name: string): Charset {
  const decode = (bytes: Uint8Array): string => new TextDecoder(name).decode(bytes);
  return {
    name,
    decode(bytes) {
      const text = decode(bytes);
      // U+FFFD stands for bytes without a meaning, and says not which.
      return text.length === bytes.length && !text.includes('\ufffd') ? text : null;
    },
    encode: (text) => writeBytes(text, bytesOf(decode)),
  };
}

const NO_BYTE = -1;

/** For each character of UTF-16 its byte. */
function bytesOf(decode: (bytes: Uint8Array) => string): Int16Array {
  const table = new Int16Array(65_536).fill(NO_BYTE);
  const characters = decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  for (let byte = 0; byte < characters.length; byte++) {
    const code = characters.charCodeAt(byte);
    if (code !== 0xfffd) table[code] = byte;
  }
  return table;
}

function writeBytes(text: string, table: Int16Array): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = table[text.charCodeAt(i)] as number;
    if (byte === NO_BYTE) return null;
    bytes[i] = byte;
  }
  return bytes;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}
