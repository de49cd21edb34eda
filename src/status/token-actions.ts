import { AppError } from '../model/errors.ts';
import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';
import { SCOPES, type Scope } from './tokens.ts';

/** A token that was just made: the one time that it is told. */
export interface MadeToken {
  readonly name: string;
  readonly scope: Scope;
  readonly token: string;
}

export async function addToken(parts: Parts, input: Input): Promise<MadeToken | Outcome> {
  const { name, scope } = input;
  const known = SCOPES.find((word) => word === scope);
  if (typeof name !== 'string' || known === undefined) {
    const text = 'adding a token: a name is needed, and a scope, which is "read" or "write"';
    return { ok: false, text, status: 400 };
  }
  try {
    const called = name.trim();
    return { name: called, scope: known, token: parts.ports.tokens.add(called, known) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, text: error.message, status: 400 };
    throw error;
  }
}

export function removeToken(parts: Parts, { name }: Input): Promise<Outcome> {
  return spoken(async () => {
    if (typeof name !== 'string') {
      return { ok: false, text: 'removing a token: it is not named', status: 400 };
    }
    parts.ports.tokens.remove(name);
    return { ok: true, text: `The token ${name} opens nothing any more`, rule: null };
  });
}
