import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMarks } from '../../../src/household/marks.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const marks = createMarks(new Uint8Array(32).fill(7));
const MAIL = 'maria@example.org';

describe('createMarks', () => {
  it('is equal for equal identifiers, hashed or in clear, and says nothing of them', () => {
    const [clear, hashed, other] = marks([
      { kind: 'email', value: MAIL },
      { kind: 'email', value: sha256(MAIL) },
      { kind: 'email', value: 'jo@example.org' },
    ]);
    expect(clear).toEqual(hashed);
    expect(other?.mark).not.toBe(clear?.mark);
    expect(clear?.kind).toBe('email');
    expect(clear?.mark).toMatch(/^[\w-]{11}$/);
    const digests = [MAIL, sha256(MAIL)].map((text) => Buffer.from(sha256(text), 'hex'));
    const starts = digests.map((digest) => digest.toString('base64url', 0, 8));
    expect(starts).not.toContain(clear?.mark);
  });

  it('differs with the key and with the kind', () => {
    const seen = [{ kind: 'click', value: 'IwAR0abcdef' }] as const;
    const [mine] = marks(seen);
    const [theirs] = createMarks(new Uint8Array(32).fill(8))(seen);
    const [browser] = marks([{ kind: 'browser', value: 'IwAR0abcdef' }]);
    expect(new Set([mine?.mark, theirs?.mark, browser?.mark]).size).toBe(3);
  });

  it.each(['', 'undefined', 'null', 'none'])('leaves hashes of "%s" out', (text) => {
    const md5 = createHash('md5').update(text).digest('hex');
    const sha1 = createHash('sha1').update(text).digest('hex');
    const seen = [sha256(text), md5, sha1].map((value) => ({ kind: 'email', value }) as const);
    expect(marks(seen)).toEqual([]);
  });
});
