import type { Identifier, IdentifierFindings } from '../model/identifier.ts';
import { header, type RequestInfo } from '../model/request.ts';
import type { Edit, Rule } from '../model/rule.ts';
import type { Finder, Hit } from './finder.ts';
import { type Asked, type Place, type Treatment, treatmentOf } from './policy.ts';
import { withoutHits } from './redact.ts';
import { distinct, nameOf, ruleFor, summaryOf } from './tell.ts';

/** The identifiers in force. */
export interface Watched {
  readonly identifiers: readonly Identifier[];
  readonly finder: Finder;
}

type Found = Hit & { readonly treatment: Treatment };

/** Looks through address, Referer and body of a request. Null where nothing was found. */
export function look(
  { identifiers, finder }: Watched,
  asked: Asked,
  body: Uint8Array | null,
): IdentifierFindings | null {
  const { request } = asked;
  const found = [...inAddress(finder, asked), ...inReferer(finder, asked)];
  if (body !== null) found.push(...inBody(finder, asked, body));
  if (found.length === 0) return null;
  const of = (treatment: Treatment) =>
    distinct(found.filter((hit) => hit.treatment === treatment)).map(({ index, form }) => ({
      index,
      form,
      identifier: identifiers[index] as Identifier,
    }));
  const rulesOf = (treatment: 'block' | 'tell', action: 'block' | 'log'): readonly Rule[] =>
    of(treatment).map(({ identifier, index, form }) => ruleFor(identifier, index, form, action));
  return {
    edits: of('remove').map(({ identifier, index, form }): Edit => {
      const rule = ruleFor(identifier, index, form, 'strip');
      return {
        kind: 'redact',
        rule,
        name: nameOf(identifier, form),
        redact: redactor(finder, index, form),
      };
    }),
    logs: rulesOf('tell', 'log'),
    block: rulesOf('block', 'block')[0] ?? null,
    summary: summaryOf(
      found.filter(({ treatment }) => treatment !== 'leave'),
      identifiers,
      request.hostname,
    ),
  };
}

/** Takes one identifier out, wherever it stands in a text; in clear it is looked for only to be taken out. */
function redactor(finder: Finder, index: number, form: Hit['form']): (text: string) => string {
  return (text) => {
    const hits = finder.find(text, form === 'plain');
    return withoutHits(
      text,
      hits.filter((hit) => hit.index === index && hit.form === form),
    );
  };
}

function inAddress(finder: Finder, asked: Asked): readonly Found[] {
  const { target } = asked.request;
  const query = target.indexOf('?');
  const pathEnd = query === -1 ? target.length : query;
  return finder.find(target, true).map((hit) => {
    return treated(hit, hit.from < pathEnd ? 'path' : 'query', asked);
  });
}

function inReferer(finder: Finder, asked: Asked): readonly Found[] {
  const referer = header(asked.request.headers, 'referer');
  const query = referer?.indexOf('?') ?? -1;
  if (referer === null || query === -1) return [];
  return finder.find(referer.slice(query), true).map((hit) => treated(hit, 'referer', asked));
}

function inBody(finder: Finder, asked: Asked, body: Uint8Array): readonly Found[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const plain = mayMatterInClear(asked.request);
  const hits = finder.find(bytes.toString('latin1'), plain);
  return hits.map((hit) => treated(hit, 'body', asked));
}

/** A body is not for the log, so what stays there in clear need not be found. */
export function mayMatterInClear({ party, type }: RequestInfo): boolean {
  return party !== 'first' && type !== 'document';
}

function treated(hit: Hit, place: Place, asked: Asked): Found {
  return { ...hit, treatment: treatmentOf(hit, place, asked) };
}
