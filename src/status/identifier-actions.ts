import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';

/** Longer than any address or number; what is longer is not even looked at. */
const MAX_VALUE = 400;

/**
 * Has an e-mail address or a phone number watched. It is derived and forgotten;
 * no outcome repeats it.
 */
export function addIdentifier(parts: Parts, input: Input): Promise<Outcome> {
  const { value, label } = input;
  if (typeof value !== 'string' || value.trim() === '' || value.length > MAX_VALUE) {
    const text = 'adding an identifier: no e-mail address or phone number is given';
    return Promise.resolve({ ok: false, text, status: 400 });
  }
  return spoken(async () => {
    const added = parts.ports.identifiers.add(value, typeof label === 'string' ? label : null);
    return { ok: true, text: `Watching for ${added.label}`, rule: null };
  });
}

/** Forgets one, by its id. */
export function removeIdentifier(parts: Parts, input: Input): Promise<Outcome> {
  const { name } = input;
  if (typeof name !== 'string' || name === '') {
    const text = 'removing an identifier: it is not named';
    return Promise.resolve({ ok: false, text, status: 400 });
  }
  return spoken(async () => {
    const gone = parts.ports.identifiers.remove(name);
    return { ok: true, text: `${gone.label} is no longer watched for`, rule: null };
  });
}
