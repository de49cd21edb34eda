import { findCalls, type Literal, type ScriptCall } from '../../model/script-calls.ts';

/**
 * What a pixel would do by itself beyond what its site tells it: read personal
 * data out of forms, watch clicks, keep an identifier in the site's own
 * cookies, and report to a gateway besides. Lower case.
 */
const COLLECTING: ReadonlySet<string> = new Set([
  ...['automaticmatching', 'inferredevents', 'firstpartycookies', 'cookie'],
  ...['openbridge', 'openbridge2', 'openbridge3', 'gateway'],
]);

/** Stands in place of a call: an expression is put for an expression, so the script stays one. */
const NOTHING = 'null';

/**
 * Takes out of the settings of a Meta pixel, the script from
 * `connect.facebook.net/signals/config/<pixel>`, all that collects by itself:
 * `config.set("<pixel>", "automaticMatching" ...)`, `"openbridge"` and the
 * like, `optIn("<pixel>", "InferredEvents" ...)`, `loadPlugin("openbridge3")`.
 * What is left is the same script; another text comes back as it is.
 */
export function defuseMetaConfig(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (const call of findCalls(text, ['set', 'optIn', 'loadPlugin'])) {
    if (!collects(call)) continue;
    kept.push(text.slice(at, call.start), NOTHING);
    at = call.end;
  }
  return kept.length === 0 ? text : kept.join('') + text.slice(at);
}

function collects({ method, args }: ScriptCall): boolean {
  const [first, second] = args;
  return isNamed(method === 'loadPlugin' ? first : second);
}

function isNamed(name: Literal | undefined): boolean {
  return typeof name === 'string' && COLLECTING.has(name.toLowerCase());
}
