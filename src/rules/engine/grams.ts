import type { Pattern } from '../filter/filter.ts';
import { literalText, UNKNOWN_TEXT } from '../regex/literals.ts';
import { parseRegex } from '../regex/parse.ts';
import { growingNumbers } from './growing.ts';
import type { RequestScan } from './request-scan.ts';

/*
 * Some patterns have no whole word that a table could find them by
 * (`sendpul.se*image`). They would have to be searched for in every URL. So a
 * URL gets one bit for each four characters in a row, and such a pattern two
 * bits that its URLs must have: nearly all of them are out by one look.
 */

/** Filters that no table leads to, in the order in which they are tried. */
export interface RestList {
  readonly filters: Uint32Array;
  /** Two hashes of four characters, 16 bits each; 0 where the pattern has none. */
  readonly grams: Uint32Array;
}

const GRAM = 4;

export function restListBuilder() {
  const filters = growingNumbers();
  const grams = growingNumbers();
  return {
    add: (pattern: Pattern, id: number): void => {
      filters.push(id);
      grams.push(gramsOf(pattern));
    },
    finish: (): RestList => ({ filters: filters.finish(), grams: grams.finish() }),
  };
}

/** What nearly every URL holds says nothing. */
const EVERYWHERE = /^\|?https?:?\/*|^:?\/\/|www\.|\.com\/?$/;

/**
 * The first and last four characters of the longest part that stands in each URL
 * as it is and not in every URL; 0 where there is none.
 */
export function gramsOf(pattern: Pattern): number {
  let longest = '';
  const parts = literalParts(pattern).flatMap((part) => part.split(EVERYWHERE));
  for (const part of parts) if (part.length > longest.length) longest = part;
  if (longest.length < GRAM) return 0;
  const hash = (at: number): number => {
    const [a, b, c, d] = [...longest.slice(at, at + GRAM)].map((char) => char.charCodeAt(0));
    return gramHash(a as number, b as number, c as number, d as number);
  };
  return hash(0) * 0x10000 + hash(longest.length - GRAM);
}

function literalParts({ kind, text }: Pattern): readonly string[] {
  if (kind === 'text') return text.toLowerCase().split(/[*^]/);
  if (kind !== 'regex') return [];
  const node = parseRegex(text);
  return node === null ? [] : literalText(node).split(UNKNOWN_TEXT);
}

/** 13 bits, never 0. */
function gramHash(a: number, b: number, c: number, d: number): number {
  return (Math.imul(((a * 31 + b) * 31 + c) * 31 + d, 0x9e3779b1) >>> 19) | 1;
}

/** False where the URL cannot hold what a pattern needs. */
export function mayHaveGrams(scan: RequestScan, grams: number): boolean {
  if (grams === 0) return true;
  if (scan.gramsSerial !== scan.serial) readGrams(scan);
  return hasGram(scan, grams >>> 16) && hasGram(scan, grams & 0xffff);
}

function hasGram(scan: RequestScan, hash: number): boolean {
  return ((scan.grams[hash >>> 5] as number) & (1 << (hash & 31))) !== 0;
}

function readGrams(scan: RequestScan): void {
  const { grams, url, length } = scan;
  grams.fill(0);
  scan.gramsSerial = scan.serial;
  for (let i = GRAM - 1; i < length; i++) {
    const hash = gramHash(
      url[i - 3] as number,
      url[i - 2] as number,
      url[i - 1] as number,
      url[i] as number,
    );
    grams[hash >>> 5] = (grams[hash >>> 5] as number) | (1 << (hash & 31));
  }
}
