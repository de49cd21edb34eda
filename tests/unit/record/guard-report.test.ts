import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IdentifierMark, MARK_KINDS } from '../../../src/model/insight.ts';
import { guardedDetails, guardedReport } from '../../../src/record/guard-report.ts';

const GOOD: IdentifierMark = { kind: 'email', mark: 'XuVslZdOoss' };

describe('guardedReport', () => {
  test('leaves a good report as it is, with marks of every kind', () => {
    const marks = MARK_KINDS.map((kind) => ({ kind, mark: 'AAECAwQFBgc' }));
    const report = { what: 'Purchase', asked: ['hashed e-mail'], marks };
    expect(guardedReport(report)).toEqual(report);
  });

  test.each([
    ['a value', { kind: 'email', mark: 'ana@example.org' }],
    [
      'a hash',
      { kind: 'email', mark: '0a5c47f6a8f0d9a9d1f1c1e6f2b0c3d4e5f60718293a4b5c6d7e8f9012345678' },
    ],
    ['nothing', { kind: 'email', mark: '' }],
    ['of a kind that there is not', { kind: 'constructor', mark: 'XuVslZdOoss' }],
  ])('leaves out a mark that is %s', (_what, mark) => {
    const marks = [mark as IdentifierMark, GOOD];
    expect(guardedReport({ what: 'x', asked: [], marks }).marks).toEqual([GOOD]);
  });

  test('keeps of a mark what it is made of', () => {
    const marks = [{ ...GOOD, value: 'ana@example.org' }];
    expect(guardedReport({ what: 'x', asked: [], marks }).marks).toEqual([GOOD]);
  });

  test('is bounded and printable, whatever it is given', () => {
    const text = fc.string({ unit: 'binary', maxLength: 5_000 });
    const mark = fc.record({ kind: fc.constantFrom(...MARK_KINDS), mark: text });
    const report = fc.record({
      what: text,
      asked: fc.array(text, { maxLength: 100 }),
      marks: fc.array(mark, { maxLength: 100 }),
    });
    fc.assert(
      fc.property(report, (given) => {
        const { what, asked, marks } = guardedReport(given);
        for (const one of [what, ...asked]) expect(one).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
        expect(what.length).toBeLessThanOrEqual(200);
        expect(asked.length).toBeLessThanOrEqual(32);
        expect(marks.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 200 },
    );
  });
});

describe('guardedDetails', () => {
  const DETAILS = {
    headers: ['host', 'cookie', 'cookie'],
    values: [{ name: 'em', value: 'ana@example.org' }],
    decided: 0.25,
    firstByte: 12.345_678,
  };

  test('keeps values only where somebody wants them', () => {
    expect(guardedDetails(DETAILS, true)).toEqual({ ...DETAILS, firstByte: 12.346 });
    expect(guardedDetails(DETAILS, false)).toEqual({ ...DETAILS, values: [], firstByte: 12.346 });
  });

  test('keeps the names of a browser, and the first of more than anybody sends', () => {
    const names = Array.from({ length: 30 }, (_, i) => `sec-ch-ua-of-some-kind-${i}`);
    expect(guardedDetails({ ...DETAILS, headers: names }, false).headers).toEqual(names);
    const more = Array.from({ length: 60 }, (_, i) => `x-${i}-${'y'.repeat(100)}`);
    const kept = guardedDetails({ ...DETAILS, headers: more }, false).headers;
    expect(kept).toEqual(more.slice(0, 14));
  });

  test.each([
    [null, null],
    [-1, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [1e12, 1e7],
  ])('of %d milliseconds keeps %d', (given, kept) => {
    const { decided, firstByte } = guardedDetails(
      { ...DETAILS, decided: given, firstByte: given },
      false,
    );
    expect([decided, firstByte]).toEqual([kept, kept]);
  });

  test('bounds and cleans every text and list', () => {
    const long = `\u001b[2J${'é'.repeat(100_000)}`;
    const many = Array.from({ length: 5_000 }, () => long);
    const values = many.map((value) => ({ name: value, value }));
    const kept = guardedDetails({ ...DETAILS, headers: many, values }, true);
    expect(kept.headers.length).toBeLessThanOrEqual(128);
    expect(kept.headers.join('').length).toBeLessThanOrEqual(1_500);
    expect(kept.values).toHaveLength(64);
    expect(JSON.stringify(kept).length).toBeLessThan(100_000);
    expect(JSON.stringify(kept)).not.toContain('\\u001b');
  });
});
