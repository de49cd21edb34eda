import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReport, reportText } from '../../../src/record/report-text.ts';

test('what was taken out has a mark in front', () => {
  const report = { what: 'Purchase', asked: ['hashed e-mail', 'click id'], taken: ['click id'] };
  expect(reportText(report)).toBe('["Purchase","hashed e-mail","-click id"]');
});

test('a text without any words is no report', () => {
  expect(readReport([])).toBeNull();
});

test('it reads what it wrote', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'));
  fc.assert(
    fc.property(word, fc.uniqueArray(word), (what, asked) => {
      const taken = asked.filter((_, at) => at % 2 === 0);
      const report = taken.length === 0 ? { what, asked } : { what, asked, taken };
      expect(readReport(JSON.parse(reportText(report)))).toEqual(report);
    }),
  );
});
