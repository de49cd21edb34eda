import { CATALOGUE } from '../model/catalogue.ts';
import type { ListStatus } from '../model/subscription.ts';
import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';
import type { Undo } from './sessions.ts';

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
    return { ...done(`Added ${name}`), undo: { action: '/lists/remove', fields: { name } } };
  });
}

/** Ends a subscription. */
export function removeList(parts: Parts, input: Input): Promise<Outcome> {
  const name = wordOf(input.name);
  if (name === null) {
    return Promise.resolve({ ok: false, text: 'removing a list: it is not named', status: 400 });
  }
  return spoken(async () => {
    const list = (await parts.ports.lists.list()).find((one) => one.name === name);
    await parts.ports.lists.remove(name);
    return { ...done(`Removed ${name}`), ...(list === undefined ? {} : { undo: addAgain(list) }) };
  });
}

/** By its name in the catalogue, which knows more addresses than one, or by its address. */
function addAgain({ name, urls, trusted }: ListStatus): Undo {
  const isKnown = CATALOGUE.some((entry) => entry.name === name);
  const source = isKnown ? { source: name } : { source: urls[0] ?? '', name };
  return { action: '/lists/add', fields: { ...source, ...(trusted ? { trusted: 'yes' } : {}) } };
}

function done(text: string): Outcome & { readonly ok: true } {
  return { ok: true, text, rule: null };
}

/** Null for nothing, and for what is no text of a sane length. */
function wordOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_SOURCE) return null;
  const word = value.trim();
  return word === '' ? null : word;
}
