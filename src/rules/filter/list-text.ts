import type { LineSource } from './list.ts';
import type { Meant } from './preprocessor.ts';

/** The bytes of a list and where its lines begin: lines become text when they are asked for. */
export interface ListText extends LineSource {
  /** The file's name below rules/. */
  readonly list: string;
  /** Whether the list as a whole is: another one may ask for it in an `!#if`. */
  readonly meant: Meant;
  /** Whether its filters may do what `whyUntrusted` refuses. */
  readonly trusted: boolean;
  /** All of it, as it came. */
  readonly bytes: Uint8Array;
  /** The lines that hold a word (ASCII), 1-based, ascending. */
  linesWith(word: string): readonly number[];
  /** The same lines as text, one after the other; quicker where the others are not asked for. */
  textsWith(word: string): Iterable<string>;
}

const LINE_FEED = 0x0a;

/** By which the room for the places of lines is guessed; bytes. */
const FEW_LINES = 64;
const USUAL_LINE = 32;

export function listText(
  list: string,
  bytes: Uint8Array,
  meant: Meant = 'yes',
  trusted = true,
): ListText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Lists that are not compiled again are asked for few of their lines, if any.
  let known: Uint32Array | null = null;
  const lineStartsOnce = (): Uint32Array => {
    known ??= lineStarts(buffer);
    return known;
  };
  return {
    list,
    meant,
    trusted,
    bytes,
    get lines() {
      return lineStartsOnce().length - 1;
    },
    text: (line) => {
      const starts = lineStartsOnce();
      const start = starts[line - 1];
      const next = starts[line];
      if (start === undefined || next === undefined) return '';
      return buffer.toString('utf8', start, next - 1);
    },
    linesWith: (word) => {
      const found: number[] = [];
      let at = buffer.indexOf(word);
      if (at === -1) return found;
      const starts = lineStartsOnce();
      const lines = starts.length - 1;
      let line = 0;
      for (; at !== -1; at = buffer.indexOf(word, at + 1)) {
        while (line < lines && (starts[line] as number) <= at) line++;
        if (found.at(-1) !== line) found.push(line);
      }
      return found;
    },
    *textsWith(word) {
      for (let at = buffer.indexOf(word); at !== -1; ) {
        const next = buffer.indexOf(LINE_FEED, at);
        const end = next === -1 ? buffer.length : next;
        const start = at === 0 ? 0 : buffer.lastIndexOf(LINE_FEED, at - 1) + 1;
        yield buffer.toString('utf8', start === 0 ? firstByte(buffer) : start, end);
        at = buffer.indexOf(word, end);
      }
    },
  };
}

/** Where each line begins, and one past the end of the last. A byte order mark is left out. */
function lineStarts(buffer: Buffer): Uint32Array {
  // In one go: to count the lines first takes as long again, and thirty megabytes take a while.
  let starts = new Uint32Array(FEW_LINES + Math.ceil(buffer.length / USUAL_LINE));
  starts[0] = firstByte(buffer);
  let line = 1;
  for (let at = buffer.indexOf(LINE_FEED); at !== -1; at = buffer.indexOf(LINE_FEED, at + 1)) {
    // One place is left for the end.
    if (line + 1 === starts.length) {
      const longer = new Uint32Array(starts.length * 2);
      longer.set(starts);
      starts = longer;
    }
    starts[line++] = at + 1;
  }
  starts[line++] = buffer.length + 1;
  return starts.slice(0, line);
}

/** Behind the byte order mark, where there is one. */
function firstByte(buffer: Buffer): number {
  return buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
}
