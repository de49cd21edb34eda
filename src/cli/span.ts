import { AppError } from '../model/errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `30s`, `15m`, `2h` or `7d` as milliseconds. Throws INPUT_INVALID. */
export function parseSpan(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new AppError('INPUT_INVALID', `reading "${text}": must be a time such as 15m, 2h or 7d`);
  }
  return Number(match[1]) * unit;
}
