import { expect, test } from 'vitest';
import { createMarkWords } from '../../../src/record/mark-words.ts';
import { openLog } from './samples.ts';

const EMAIL = { kind: 'email', mark: 'AAAAAAAAAAA' } as const;
const PHONE = { kind: 'phone', mark: 'AAAAAAAAAAA' } as const;

test('the same mark of another kind is another identifier', () => {
  const { db } = openLog();
  const marks = createMarkWords(db);
  const id = marks.id(EMAIL, 5);
  expect(marks.id(PHONE, 5)).not.toBe(id);
  marks.forget();
  expect(marks.id(EMAIL, 7)).toBe(id);
  expect(db.prepare('SELECT used FROM marks WHERE id = ?').pluck().get(id)).toBe(7);
});
