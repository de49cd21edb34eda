import { parseHostname } from '../../model/terms.ts';
import { checkRegex } from '../filter/pattern.ts';
import { NO_LIMIT, type TimeBudget } from '../regex/time-budget.ts';

/** Takes the text of the step before; null where it holds no address. Can throw. */
type Step = (text: string) => string | null;

/** The longest address that a device is sent to, and that one is read from. */
const MAX_URL = 8192;
const MAX_STEPS = 20;

/** What may stand in a Location header as it is. */
const SENDABLE = /^[\x21-\x7e]+$/;

const NAMED_STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['-base64', (text) => atob(text)],
  ['-safebase64', (text) => atob(text.replaceAll('-', '+').replaceAll('_', '/'))],
  ['-uricomponent', (text) => decodeURIComponent(text)],
  ['+https', (text) => `https://${text.replace(/^https?:\/\//, '')}`],
  ['#', (text) => (text.includes('#') ? text.slice(text.indexOf('#') + 1) : null)],
  // uBlock leaves a page out that a rule blocks only where this stands. Here the
  // person is sent on in any case: the tracker is asked in none.
  ['-blocked', (text) => text],
]);

/**
 * Reads the value of uBlock's `$urlskip`, steps with spaces between them, each
 * on what the one before found, the first on the address:
 *
 *     ?name          the value of a query field
 *     &2             the name of the second query field
 *     #              what follows the number sign
 *     /regex/        its first group
 *     +https         with `https://` before it
 *     -base64 -safebase64 -uricomponent    decoded
 *     -blocked       no step, and no difference here
 *
 * What is found must be an address with http or https, which is then asked for
 * by https, as in uBlock. Returns why where the value cannot be used.
 */
export function urlSkip(
  value: string,
  budget: TimeBudget = NO_LIMIT,
): ((url: string) => string | null) | { readonly reason: string } {
  const words = value.split(/ +/).filter((word) => word !== '');
  if (words.length === 0) return { reason: 'it does not say where to find the address' };
  if (words.length > MAX_STEPS) return { reason: `more than ${MAX_STEPS} steps` };
  const steps: Step[] = [];
  for (const word of words) {
    const step = readStep(word, budget);
    if (typeof step !== 'function') return step;
    steps.push(step);
  }
  return (url) => follow(steps, url);
}

function readStep(word: string, budget: TimeBudget): Step | { readonly reason: string } {
  const named = NAMED_STEPS.get(word);
  if (named !== undefined) return named;
  if (/^\?./.test(word)) return fieldStep(word.slice(1));
  if (/^&[1-9]\d{0,3}$/.test(word)) return nameStep(Number(word.slice(1)) - 1);
  if (/^\/.+\/$/.test(word)) return regexStep(word.slice(1, -1).replace(/\\,/g, ','), budget);
  return { reason: `"${word}" is no step` };
}

function fieldStep(name: string): Step {
  return (text) => new URL(text).searchParams.get(name)?.replaceAll(' ', '%20') ?? null;
}

function nameStep(index: number): Step {
  return (text) => [...new URL(text).searchParams.keys()][index] ?? null;
}

function regexStep(source: string, budget: TimeBudget): Step | { readonly reason: string } {
  const length = checkRegex(source, '');
  if (typeof length === 'string') return { reason: length };
  if (!/(?<!\\)\((?!\?[^<])/.test(source)) return { reason: `/${source}/ has no group` };
  const regex = new RegExp(source);
  return (text) =>
    text.length > length ? null : budget.run(() => regex.exec(text)?.[1] ?? null, null);
}

function follow(steps: readonly Step[], url: string): string | null {
  try {
    let text = url;
    for (const step of steps) {
      if (text.length > MAX_URL) return null;
      const found = step(text);
      if (found === null) return null;
      text = found;
    }
    return addressOf(text, url);
  } catch {
    // What cannot be decoded, or is no address, leads nowhere.
    return null;
  }
}

function addressOf(text: string, from: string): string | null {
  if (text.length > MAX_URL || !/^https?:\/\//i.test(text)) return null;
  const url = new URL(text);
  // A name and a password in an address are a way to make it look like another.
  if (url.username !== '' || url.password !== '') return null;
  if (parseHostname(url.hostname) === null) return null;
  const address = SENDABLE.test(text) ? text : url.href;
  const secure = address.replace(/^http:/i, 'https:');
  return secure === from || secure.length > MAX_URL ? null : secure;
}
