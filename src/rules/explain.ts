import { ANY_TYPE, RESOURCE_TYPES } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import { counted, list } from './enumerate.ts';
import { editWords, redirectWords } from './explain-edit.ts';
import { rareWords } from './explain-rare.ts';
import { type Filter, METHODS, type NameCondition } from './filter/filter.ts';
import { parseLine } from './filter/line.ts';
import { DEFAULT_TYPES, QUERY_TYPES } from './filter/option-names.ts';

/** What the types are called in a sentence. */
const TYPE_WORDS: Readonly<Record<(typeof RESOURCE_TYPES)[number], string>> = {
  document: 'pages',
  subdocument: 'frames',
  script: 'scripts',
  stylesheet: 'style sheets',
  image: 'images',
  font: 'fonts',
  media: 'sound and video',
  object: 'plug-in objects',
  xhr: 'background requests',
  ping: 'beacons',
  websocket: 'WebSockets',
  other: 'requests of other kinds',
};

/** The name of a file of signatures. */
const SIGNATURES = /\.ya?ml$/i;

/** What a rule means, in one sentence for people. */
export function explainRule(rule: Rule): string {
  if (rule.title !== null) return rule.title;
  if (SIGNATURES.test(rule.list)) return `The signature ${rule.text}.`;
  const parsed = parseLine(rule.text);
  const filter = parsed.kind === 'filters' ? parsed.filters[0] : undefined;
  if (filter === undefined) return `The rule ${rule.text}.`;
  const parts = [
    verbOf(rule, filter),
    typesOf(filter, rule.personal),
    whereOf(filter),
    partyOf(filter),
    methodsOf(filter),
    namesOf(filter.page, 'asked for by'),
    namesOf(filter.target, 'sent to'),
    ...(filter.rare === null ? [] : rareWords(filter.rare)),
    filter.important ? 'whatever other lists allow' : '',
  ];
  return `${parts.filter((part) => part !== '').join(' ')}.`;
}

function verbOf(rule: Rule, filter: Filter): string {
  const whose = rule.personal ? 'Your own rule ' : '';
  const verb = whose === '' ? (word: string) => word : (word: string) => word.toLowerCase();
  if (filter.modifier !== null) return `${whose}${editWords(filter.modifier, filter, verb)}`;
  if (filter.action === 'redirect') return `${whose}${redirectWords(filter, verb)}`;
  if (filter.exception) return `${whose}${verb('Allows')}`;
  if (filter.action === 'log') return `${whose}${verb('Notes')}`;
  if (filter.action === 'placeholder') return `${whose}${verb('Holds')} back`;
  return `${whose}${verb('Blocks')}`;
}

function typesOf({ types, modifier }: Filter, personal: boolean): string {
  const usual = usualTypes(modifier);
  if ((types & usual) === usual) {
    // A person's own rule means pages too.
    const hasPages = types !== usual || (personal && modifier === null);
    return hasPages ? 'requests and whole pages' : 'requests';
  }
  const words = RESOURCE_TYPES.filter((_, i) => (types & (1 << i)) !== 0);
  if (words.length <= RESOURCE_TYPES.length / 2) {
    return list(words.map((type) => TYPE_WORDS[type]));
  }
  const missing = RESOURCE_TYPES.filter((_, i) => (usual & ~types & (1 << i)) !== 0);
  return `requests other than ${list(missing.map((type) => TYPE_WORDS[type]))}`;
}

function usualTypes(modifier: Filter['modifier']): number {
  if (modifier === null) return DEFAULT_TYPES;
  return modifier.kind === 'query' ? QUERY_TYPES : ANY_TYPE;
}

function whereOf({ pattern, wholePage }: Filter): string {
  switch (pattern.kind) {
    case 'any':
      return '';
    case 'host':
      return `to ${pattern.text} and its sub-domains${wholePage ? ', and all that its pages ask for' : ''}`;
    case 'regex':
      return `whose address matches /${pattern.text}/`;
    case 'text': {
      const begins = pattern.left === 'start' ? 'begins' : '';
      const ends = pattern.right ? 'ends' : '';
      const how = [begins, ends].filter((word) => word !== '').join(' and ');
      if (pattern.left === 'host') return `to ${pattern.text}`;
      return how === ''
        ? `whose address contains ${pattern.text}`
        : `whose address ${how} with ${pattern.text}`;
    }
  }
}

function partyOf({ party }: Filter): string {
  if (party === 'any') return '';
  return party === 'third' ? 'from other sites' : 'from the same site';
}

function methodsOf({ methods }: Filter): string {
  const names = METHODS.filter((_, i) => (methods & (1 << i)) !== 0);
  return names.length === 0 ? '' : `by ${list(names)}`;
}

function namesOf(names: NameCondition | null, words: string): string {
  if (names === null) return '';
  const regexes = (sources: readonly string[]) => sources.map((source) => `/${source}/`);
  const include = [...names.include, ...regexes(names.includeRegex)];
  const exclude = [...names.exclude, ...regexes(names.excludeRegex)];
  const but = exclude.length === 0 ? '' : `other than ${counted(exclude)}`;
  if (include.length === 0) return but === '' ? '' : `${words} sites ${but}`;
  return `${words} ${counted(include)}${but === '' ? '' : `, ${but}`}`;
}
