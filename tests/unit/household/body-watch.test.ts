import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passingText } from '../../../src/household/body-watch.ts';

const WORD = 'secret-word-of-some-length';
const edit = (text: string) => text.replaceAll(WORD, '*'.repeat(WORD.length));

function passed(pieces: readonly string[]): string {
  const passing = passingText(edit);
  const out = pieces.map((piece) => Buffer.from(passing.push(Buffer.from(piece, 'latin1'))));
  return Buffer.concat([...out, passing.end()]).toString('latin1');
}

/** The text in pieces of these lengths, again and again. */
function cut(text: string, lengths: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0, i = 0; at < text.length; i++) {
    const length = lengths[i % lengths.length] as number;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

describe('bytes that pass', () => {
  test('come out as they went in, and in their order', () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) % 256));
    expect(passed(cut(bytes.toString('latin1'), [1, 70_000, 13]))).toBe(bytes.toString('latin1'));
  });

  test('lose what is found, wherever it is parted', () => {
    const text = `${'x'.repeat(1_000)}${WORD}${'y'.repeat(2_000)}${WORD}`;
    for (let at = 980; at < 1_030; at++) {
      expect(passed([text.slice(0, at), text.slice(at)])).toBe(edit(text));
    }
  });

  test('whatever the pieces, it is as if there were one', () => {
    const filler = fc.nat({ max: 1_500 }).map((length) => 'z'.repeat(length));
    const part = fc.oneof(filler, fc.constant(WORD));
    const lengths = fc.array(fc.integer({ min: 1, max: 800 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), lengths, (parts, sizes) => {
        // Between two words there is something, or they would be another word.
        const text = parts.join(' ');
        expect(passed(cut(text, sizes))).toBe(edit(text));
      }),
      { numRuns: 60 },
    );
  });

  test('are held back in part, until they end', () => {
    const passing = passingText(edit);
    expect(passing.push(Buffer.from('a short one'))).toHaveLength(0);
    expect(Buffer.from(passing.end()).toString()).toBe('a short one');
    expect(passing.end()).toHaveLength(0);
  });
});
