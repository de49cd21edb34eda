import { READABLE_CODINGS } from '../act/body/plan.ts';
import { type RawHeaders, type TypeMask, typeBit } from '../model/request.ts';

const READABLE: ReadonlySet<string> = new Set([...READABLE_CODINGS.split(', '), 'identity']);

/** By these a server is asked whether a copy is still right. */
const CONDITIONS: ReadonlySet<string> = new Set(['if-none-match', 'if-modified-since']);

/** Of these, few are text, and a page loads many. */
const PICTURES = typeBit('image') | typeBit('media') | typeBit('font');

/**
 * The headers of a request whose response is to be rewritten. The server is
 * offered only codings that can be undone. And it is not asked whether the
 * device's copy is still right, unless that is a picture's: a copy with
 * validators is from before the rule, for rewritten ones leave without them.
 */
export function askReadable(headers: RawHeaders, types: TypeMask): RawHeaders {
  const asked: string[] = [];
  const mayBeText = (types & ~PICTURES) !== 0;
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [headers[i] as string, headers[i + 1] as string];
    const lower = name.toLowerCase();
    if (mayBeText && CONDITIONS.has(lower)) continue;
    asked.push(name, lower === 'accept-encoding' ? readableOf(value) : value);
  }
  return asked;
}

/** Those of the offered codings that can be undone, with their weights (RFC 9110 section 12.5.3). */
function readableOf(offered: string): string {
  const kept = offered
    .split(',')
    .map((one) => one.trim())
    .filter((one) => READABLE.has((one.split(';', 1)[0] as string).trim().toLowerCase()));
  // Without the header, or with an empty one, a server may choose freely.
  return kept.length === 0 ? 'identity' : kept.join(', ');
}
