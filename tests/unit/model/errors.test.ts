import { expect, it } from 'vitest';
import { AppError, assertNever, ERROR_CODES } from '../../../src/model/errors.ts';

it.each(ERROR_CODES)('an AppError tells its code %s, its message and its cause', (code) => {
  const cause = new Error('below');
  const error = new AppError(code, 'reading "x": no', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'AppError', code, message: 'reading "x": no', cause });
});

it('assertNever quotes what should not have been there', () => {
  expect(() => assertNever({ kind: 'odd' } as never)).toThrow('unexpected value: {"kind":"odd"}');
});
