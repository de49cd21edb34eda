import { AppError } from '../model/errors.ts';
import type { IdentifierKind } from '../model/identifier.ts';
import { emailForms, maskEmail, readEmail } from './email.ts';
import { maskPhone, phoneForms, readPhone } from './phone.ts';

/** What a person entered, on its way to be derived and forgotten. */
export interface EnteredIdentifier {
  readonly kind: IdentifierKind;
  /** All that trackers may hash of it. */
  readonly forms: readonly string[];
  readonly label: string;
}

const MAX_LABEL = 60;

/**
 * Reads an e-mail address, or a phone number with `+` and its country. Without
 * a label, it is called by its masked form. Throws INPUT_INVALID; the message
 * never quotes what was entered, for messages end up in logs.
 */
export function readIdentifier(text: string, label: string | null): EnteredIdentifier {
  const email = readEmail(text);
  if (email !== null) {
    const entered = { kind: 'email', forms: emailForms(email) } as const;
    return { ...entered, label: labelFor(label, maskEmail(email), [email]) };
  }
  const digits = readPhone(text);
  if (digits !== null) {
    const entered = { kind: 'phone', forms: phoneForms(digits) } as const;
    return { ...entered, label: labelFor(label, maskPhone(digits), entered.forms) };
  }
  throw new AppError(
    'INPUT_INVALID',
    'adding an identifier: it is neither an e-mail address nor a phone number with its country, as in +49 30 901820',
  );
}

function labelFor(wish: string | null, masked: string, values: readonly string[]): string {
  const clean = (wish ?? '').replace(/[\p{C}\s]+/gu, ' ').trim();
  if (clean === '') return masked;
  if (clean.length > MAX_LABEL) {
    throw new AppError(
      'INPUT_INVALID',
      `adding an identifier: its label has ${clean.length} characters, at most ${MAX_LABEL} are kept`,
    );
  }
  const digits = clean.replaceAll(/\D/g, '');
  const holds = (value: string): boolean =>
    clean.toLowerCase().includes(value.toLowerCase()) ||
    (/^\d{7,}$/.test(value) && digits.includes(value));
  if (readEmail(clean) === null && !values.some(holds)) return clean;
  throw new AppError(
    'INPUT_INVALID',
    'adding an identifier: its label would show what shall not be kept; call it "Ana, private" or the like',
  );
}
