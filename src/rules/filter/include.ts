import type { ListText } from './list-text.ts';
import { branches, type Meant } from './preprocessor.ts';

/** A line that asks for another list (`!#include other.txt`). */
export interface Include {
  /** 1-based. */
  readonly line: number;
  /** The path as written. */
  readonly written: string;
  /** Of lines in `!#if` for one browser only exceptions are in force, and so it is for the list. */
  readonly meant: Exclude<Meant, 'no'>;
}

/** How many lists inside lists are followed, and how many files one list may have in all. */
export const MAX_INCLUDE_DEPTH = 5;
export const MAX_INCLUDES = 50;

const DIRECTIVE = '!#include';
const MAX_PATH = 200;
/** A folder's or file's name: nothing hidden, nothing that leads upwards, nothing to decode. */
const SEGMENT = /^[A-Za-z0-9_-](?:[A-Za-z0-9_-]|\.(?!\.|$))*$/;

/** The includes of a list that are meant for this program, in their order. */
export function includesOf(text: ListText): readonly Include[] {
  // Most lists have none: then no line is read.
  const asking = text.linesWith(DIRECTIVE);
  if (asking.length === 0) return [];
  const found: Include[] = [];
  const branch = branches(text.meant);
  for (const line of text.linesWith('!#')) {
    const words = text.text(line).trim();
    if (!words.startsWith('!#')) continue;
    branch.take(words.slice(2));
    const written = /^!#include\s+(\S.*)$/.exec(words)?.[1]?.trim();
    if (written !== undefined && branch.meant !== 'no') {
      found.push({ line, written, meant: branch.meant });
    }
  }
  return found;
}

/**
 * The path of an included list, below the folder of the list that it all
 * began with: `from` is the path of the list that asks, `''` for the first.
 * Null where the path is anything but a relative one that leads downwards.
 */
export function includePath(from: string, written: string): string | null {
  const segments = written.split('/');
  if (!segments.every((segment) => SEGMENT.test(segment))) return null;
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  const path = folder + written;
  return path.length > MAX_PATH ? null : path;
}
