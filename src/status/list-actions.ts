import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';

const MAX_SOURCE = 2_000;

/** Begins to update one list, or all where none is named. */
export function updateLists(parts: Parts, input: Input): Promise<Outcome> {
  const name = wordOf(input.name);
  return spoken(async () => {
    await parts.ports.lists.update(name === null ? null : [name]);
    return done(name === null ? 'Looking for newer copies of all lists' : `Updating ${name}`);
  });
}

/** Subscribes to a list by its name in the catalogue or by its address, and trusts it where a person says so. */
export function addList(parts: Parts, input: Input): Promise<Outcome> {
  const source = wordOf(input.source);
  if (source === null) {
    const text = 'adding a list: neither its name nor its address is given';
    return Promise.resolve({ ok: false, text, status: 400 });
  }
  return spoken(async () => {
    const trusted = input.trusted === true || input.trusted === 'yes';
    const { name } = await parts.ports.lists.add(source, wordOf(input.name), trusted);
    return done(`Added ${name}`);
  });
}

/** Ends a subscription. */
export function removeList(parts: Parts, input: Input): Promise<Outcome> {
  const name = wordOf(input.name);
  if (name === null) {
    return Promise.resolve({ ok: false, text: 'removing a list: it is not named', status: 400 });
  }
  return spoken(async () => {
    await parts.ports.lists.remove(name);
    return done(`Removed ${name}`);
  });
}

function done(text: string): Outcome {
  return { ok: true, text, rule: null };
}

/** Null for nothing, and for what is no text of a sane length. */
function wordOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_SOURCE) return null;
  const word = value.trim();
  return word === '' ? null : word;
}
