import type { Identifier } from '../model/identifier.ts';
import type { Rule } from '../model/rule.ts';
import type { Hit } from './finder.ts';

/** Under this name the log has identifiers where it names a rule file. */
export const IDENTIFIERS_LIST = 'identifiers';

type Form = Hit['form'];

const KINDS: Readonly<Record<Identifier['kind'], string>> = {
  email: 'your e-mail',
  phone: 'your phone number',
};

/** `your e-mail, hashed`: what was found, and nothing of its value. */
export function nameOf({ kind }: Identifier, form: Form): string {
  return `${KINDS[kind]}, ${form === 'hashed' ? 'hashed' : 'in clear'}`;
}

/** What the log names as the rule, where an identifier is why something was done. */
export function ruleFor(
  identifier: Identifier,
  index: number,
  form: Form,
  action: 'block' | 'strip' | 'log',
): Rule {
  return {
    list: IDENTIFIERS_LIST,
    line: index + 1,
    text: identifier.label,
    action,
    title: nameOf(identifier, form),
    tracker: null,
    personal: false,
  };
}

/** One of each identifier and form. */
export function distinct(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Map(hits.map((hit) => [`${hit.index} ${hit.form}`, hit]));
  return [...seen.values()];
}

/** A sentence without its full stop; null where nothing was found. */
export function summaryOf(
  hits: readonly Hit[],
  identifiers: readonly Identifier[],
  hostname: string,
): string | null {
  const told = distinct(hits).flatMap(({ index, form }) => {
    const identifier = identifiers[index];
    return identifier === undefined ? [] : [`${nameOf(identifier, form)} (${identifier.label})`];
  });
  if (told.length === 0) return null;
  const list = told.join('; ');
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} on the way to ${hostname}`;
}
