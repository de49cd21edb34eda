import type { ChangeModifier, Filter, Modifier, RemovalModifier } from './filter/filter.ts';

/** Puts a verb as it stands in its sentence. */
type Verb = (word: string) => string;

/** `Removes the cookie "id" from`: what a filter edits, up to the requests it is for. */
export function editWords(modifier: Modifier, { exception }: Filter, verb: Verb): string {
  if ('test' in modifier) return removalWords(modifier, exception, verb);
  if (modifier.kind === 'everything') return `${verb('Undoes')} all edits of`;
  const [does, all, link] = CHANGES[modifier.kind];
  if (modifier.value === null) return `${verb('Undoes')} ${all} ${link}`;
  return exception
    ? `${verb('Undoes')} ${all} "${modifier.value}" ${link}`
    : `${verb(does)} "${modifier.value}" ${link}`;
}

/** For each change: what it does, what all of its kind are called, and the link to what it is for. */
const CHANGES: Readonly<Record<ChangeModifier['kind'], readonly [string, string, string]>> = {
  csp: ['Adds the content security policy', 'added content security policies', 'in answers to'],
  permissions: ['Adds the permissions policy', 'added permissions policies', 'in answers to'],
  referrerPolicy: ['Sets the referrer policy', 'set referrer policies', 'in answers to'],
  replace: ['Replaces text by', 'replacing of text by', 'in answers to'],
  jsonPrune: ['Takes from JSON', 'taking from JSON', 'in answers to'],
  urlTransform: ['Changes the address by', 'changing of the address by', 'of'],
  urlSkip: [
    'Goes straight to the address found by',
    'going straight to the address found by',
    'in',
  ],
};

function removalWords(modifier: RemovalModifier, exception: boolean, verb: Verb): string {
  const things = thingsOf(modifier);
  const limits = modifier.kind === 'cookie' ? modifier.limits : null;
  if (exception) return `${verb('Keeps')} ${things} in`;
  return limits === null ? `${verb('Removes')} ${things} from` : `${verb('Limits')} ${things} in`;
}

function thingsOf({ kind, test }: RemovalModifier): string {
  const things = {
    query: 'field',
    cookie: 'cookie',
    requestHeader: 'request header',
    responseHeader: 'response header',
  }[kind];
  if (test.kind === 'all') return `every ${things}`;
  if (test.kind === 'name') {
    return `${test.negated ? `every ${things} but` : `the ${things}`} "${test.name}"`;
  }
  return test.negated
    ? `every ${things} but those like /${test.source}/`
    : `the ${things}s like /${test.source}/`;
}

/** `Answers with the stand-in "noop.js" what is blocked of`. */
export function redirectWords({ exception, stub }: Filter, verb: Verb): string {
  const name = stub?.name ?? null;
  if (!exception) return `${verb('Answers')} with the stand-in "${name}" what is blocked of`;
  const which = name === null ? 'a stand-in' : `the stand-in "${name}"`;
  return `${verb('Answers')} without ${which} what is blocked of`;
}
