import type { Field } from '../model/request.ts';
import { reportOf, type SeenReport } from './report.ts';

/** A fact about the person, by the field that carried it. */
export interface PersonalFact {
  /** The name of the field, as it was sent. */
  readonly field: string;
  /** What was in it, or in the piece of it that says this; '' where that is too much to keep. */
  readonly value: string;
  /** What it is, in a person's words: "e-mail", "browser id". */
  readonly word: string;
  readonly hashed: boolean;
  /** The tracker's script read it out of what was typed, the site did not hand it over. */
  readonly fromForm: boolean;
}

/** What a tracker was told by one request. */
export interface Told {
  /** Company and product; null where only the host is known. */
  readonly tracker: string | null;
  /** Who was told; the beginning of the sentence. */
  readonly company: string;
  /** What happened: "Purchase", "a visit". */
  readonly event: string;
  /** The same for counting, where `event` names more than what happened. */
  readonly kind?: string;
  /** How many events came with it in the same request. */
  readonly more: number;
  /** "89.90 EUR", or null. */
  readonly amount: string | null;
  /** How many products it is about; 0 where it does not say. */
  readonly products?: number;
  /** The app it happened in, where there is one. */
  readonly app?: string | null;
  /** The site it happened on, or null. */
  readonly site: string | null;
  readonly facts: readonly PersonalFact[];
}

/** What the log shows of it. */
export interface Decoded {
  /** Company and product; null where only the host is known. */
  readonly tracker: string | null;
  /** One sentence without its full stop, at most 200 characters, no control characters. */
  readonly summary: string;
  /** Names of the fields with personal data or identifiers; never their values. */
  readonly fields: readonly string[];
  /** What was meant to be told, for counting, with all that was taken out on the way. */
  readonly report: SeenReport;
  /** What is in `fields`, for those who want to keep it. */
  readonly values: readonly Field[];
}

const MAX_SUMMARY = 200;
const MAX_FIELDS = 50;
const MAX_FIELD_NAME = 80;

/**
 * Writes down what was told: "Meta was told: Purchase 89.90 EUR on
 * shop.example, with ...", and what it was not told of what was meant for it.
 * `tried` is all that was meant for it.
 */
export function tell(
  told: Told,
  withheld: readonly PersonalFact[] = [],
  tried: Told = told,
): Decoded {
  const others = told.more === 0 ? '' : ` and ${told.more} more`;
  const amount = told.amount === null ? '' : ` ${told.amount}`;
  const products = productWords(told.products ?? 0);
  const site = told.site === null ? '' : ` on ${told.site}`;
  const facts = told.facts.length === 0 ? '' : `, with ${factWords(told.facts)}`;
  const [event, app] = withApp(told.event, told.app ?? null);
  const what = `${event}${amount}${products}${others}${app}${site}`;
  const sentence = `${told.company} was told: ${what}${facts}${withheldWords(told, withheld)}`;
  return {
    tracker: told.tracker,
    summary: cut(clean(sentence), MAX_SUMMARY),
    fields: fieldNames(told.facts),
    report: reportOf(tried.kind ?? tried.event, tried.facts, tried.site, withheld),
    values: told.facts.slice(0, MAX_FIELDS).map(({ field, value }) => ({ name: field, value })),
  };
}

/** ", without hashed e-mail", or after what it was told ", but without hashed e-mail". */
function withheldWords({ facts }: Told, withheld: readonly PersonalFact[]): string {
  if (withheld.length === 0) return '';
  return `${facts.length === 0 ? ', ' : ', but '}without ${factWords(withheld)}`;
}

/** "what is done in an app" becomes "what is done in com.shop.app"; others get " in com.shop.app". */
function withApp(event: string, app: string | null): readonly [event: string, app: string] {
  if (app === null) return [event, ''];
  const named = event.replace(/\ban app\b/, () => app);
  return named === event ? [event, ` in ${app}`] : [named, ''];
}

/** Only how many: which ones says more than the log needs. */
function productWords(products: number): string {
  if (products === 0) return '';
  return products === 1 ? ' (1 product)' : ` (${products} products)`;
}

/**
 * "hashed e-mail and phone taken from a form, and browser id": first what was
 * read out of forms, then what is hashed, for the end of a long sentence is cut.
 */
function factWords(facts: readonly PersonalFact[]): string {
  const groups = new Map<string, Set<string>>();
  for (const { word, hashed, fromForm } of facts.toSorted((a, b) => weight(b) - weight(a))) {
    const kind = `${hashed ? 'hashed ' : ''}|${fromForm ? ' taken from a form' : ''}`;
    groups.set(kind, (groups.get(kind) ?? new Set()).add(word));
  }
  const phrases = [...groups].map(([kind, words]) => kind.replace('|', list([...words])));
  return phrases.length < 2
    ? phrases.join('')
    : `${phrases.slice(0, -1).join(', ')}, and ${phrases.at(-1)}`;
}

function weight({ hashed, fromForm }: PersonalFact): number {
  return Number(fromForm) * 2 + Number(hashed);
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function fieldNames(facts: readonly PersonalFact[]): readonly string[] {
  const names = facts.map(({ field }) => cut(clean(field), MAX_FIELD_NAME));
  return [...new Set(names)].slice(0, MAX_FIELDS);
}

/** Control characters, and those that turn the direction of writing, have no place in a log. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
}

/** Cuts between characters, never within one. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const last = text.charCodeAt(end - 1);
  const whole = last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}
