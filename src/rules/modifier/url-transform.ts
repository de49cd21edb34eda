import { checkRegex } from '../filter/pattern.ts';
import { NO_LIMIT, type TimeBudget } from '../regex/time-budget.ts';
import { parseSubstitution } from './substitution.ts';

/** Given path and query; the same text where it changes nothing, null where there is no time for it. */
type Transform = (target: string) => string | null;

/** What a request line can carry (RFC 9112 section 3.2): visible ASCII, no fragment. */
const TARGET = /^\/[\x21\x22\x24-\x7e]*$/;

/** Longer addresses are refused by servers. */
const MAX_TARGET = 65_536;

/** As many as `$urlskip` may have. */
const MAX_STEPS = 20;

/**
 * What `$urltransform` (AdGuard) and `$uritransform` (uBlock) make of an
 * address: `/re/text/flags` on path and query, one after the other where
 * several are written with `|` between them; AdGuard's `b64` and `pct` decode.
 * Scheme and host stay. Where the result is no path, or there was no time for
 * all of it, nothing is changed.
 * Returns why where the value cannot be used.
 */
export function transformUrl(
  value: string,
  budget: TimeBudget = NO_LIMIT,
): ((url: string) => string) | { readonly reason: string } {
  const transforms: Transform[] = [];
  const steps = splitSteps(value);
  if (steps.length > MAX_STEPS) return { reason: `more than ${MAX_STEPS} steps` };
  for (const step of steps) {
    const transform = readStep(step, budget);
    if (typeof transform !== 'function') return transform;
    transforms.push(transform);
  }
  return (url) => {
    const at = targetAt(url);
    const target = url.slice(at);
    const changed = followed(transforms, target);
    return changed === null ? url : url.slice(0, at) + changed;
  };
}

/** Null where the result cannot be sent, or a step was not done. */
function followed(transforms: readonly Transform[], target: string): string | null {
  let text = target;
  for (const transform of transforms) {
    const changed = transform(text);
    if (changed === null || changed.length > MAX_TARGET) return null;
    text = changed;
  }
  return TARGET.test(text) ? text : null;
}

/** Cuts at `|`, except inside a substitution. */
function splitSteps(value: string): readonly string[] {
  return value.match(/\/(?:[^\\/]|\\.)*\/(?:[^\\/]|\\.)*\/[a-z]*(?=\||$)|[^|]+/g) ?? [''];
}

function readStep(step: string, budget: TimeBudget): Transform | { readonly reason: string } {
  if (step === 'pct') return decoding(decodeURIComponent);
  if (step === 'b64') return decoding(decodeBase64);
  const substitution = parseSubstitution(step);
  if ('reason' in substitution) return substitution;
  const { source, flags, text } = substitution;
  if (source === '') return { reason: 'there is nothing to search for' };
  if (/^\^?https?\b/.test(source)) return { reason: 'the host of an address is not changed here' };
  if (source.startsWith('#')) {
    return { reason: 'what follows a "#" in an address never leaves the browser' };
  }
  if (!/^[gi]*$/.test(flags)) return { reason: `unknown flags "${flags}"` };
  const length = checkRegex(source, flags);
  if (typeof length === 'string') return { reason: length };
  const regex = new RegExp(source, flags);
  return (target) =>
    target.length > length ? target : budget.run(() => target.replace(regex, text), null);
}

function decoding(decode: Transform): Transform {
  return (target) => {
    try {
      return decode(target);
    } catch {
      return target;
    }
  };
}

/** Both alphabets of RFC 4648. Throws for what is not encoded. */
export function decodeBase64(text: string): string {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Where path and query begin in an absolute URL. */
function targetAt(url: string): number {
  const host = url.indexOf('://') + 3;
  const at = url.slice(host).search(/[/?]/);
  return at === -1 ? url.length : host + at;
}
