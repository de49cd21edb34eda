import { READABLE_CODINGS } from '../act/body/plan.ts';
import type { RawHeaders } from '../model/request.ts';

const READABLE: ReadonlySet<string> = new Set([...READABLE_CODINGS.split(', '), 'identity']);

/** By these a server is asked whether a copy is still right. */
const CONDITIONS: ReadonlySet<string> = new Set(['if-none-match', 'if-modified-since']);

/**
 * The headers of a request whose response is to be rewritten. The server is
 * offered only codings that can be undone. And it is not asked whether the
 * device's copy is still right: that copy is from before the rule, for
 * rewritten ones leave without validators.
 */
export function askReadable(headers: RawHeaders): RawHeaders {
  const asked: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [headers[i] as string, headers[i + 1] as string];
    const lower = name.toLowerCase();
    if (CONDITIONS.has(lower)) continue;
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
