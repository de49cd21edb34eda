import type { Identifier, IdentifierFindings } from '../model/identifier.ts';
import { header, type RequestInfo } from '../model/request.ts';
import type { Edit, Rule } from '../model/rule.ts';
import type { Finder, Hit } from './finder.ts';
import { type Asked, type Place, type Treatment, treatmentOf } from './policy.ts';
import { withoutHits } from './redact.ts';
import { distinct, ruleFor, summaryOf } from './tell.ts';

/** The identifiers in force. */
export interface Watched {
  readonly identifiers: readonly Identifier[];
  readonly finder: Finder;
}

/** A report is shorter; of what expands to more, the beginning is looked through. */
const MOST = 256 * 1024;

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
  const rulesOf = (treatment: Treatment, action: 'block' | 'strip' | 'log'): readonly Rule[] =>
    distinct(found.filter((hit) => hit.treatment === treatment)).map(({ index, form }) =>
      ruleFor(identifiers[index] as Identifier, index, form, action),
    );
  const removed = distinct(found.filter(({ treatment }) => treatment === 'remove'));
  const told = found.filter(({ treatment }) => treatment !== 'leave');
  return {
    edits: redaction(rulesOf('remove', 'strip'), removed, finder),
    logs: rulesOf('tell', 'log'),
    block: rulesOf('block', 'block')[0] ?? null,
    summary: summaryOf(told, identifiers, request.hostname),
  };
}

/** One edit for all that is taken out: the texts are looked through once more, and not once for each. */
function redaction(
  rules: readonly Rule[],
  removed: readonly Hit[],
  finder: Finder,
): readonly Edit[] {
  const [rule] = rules;
  if (rule === undefined) return [];
  // In clear it is looked for only where it is to be taken out.
  const plain = removed.some(({ form }) => form === 'plain');
  const isRemoved = ({ index, form }: Hit): boolean =>
    removed.some((one) => one.index === index && one.form === form);
  const redact = (text: string): string => {
    const head = text.slice(0, MOST);
    const edited = withoutHits(head, finder.find(head, plain).filter(isRemoved));
    return edited === head ? text : edited + text.slice(MOST);
  };
  return [{ kind: 'redact', rule, names: rules.map(({ title, text }) => title ?? text), redact }];
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
  const hits = finder.find(bytes.toString('latin1', 0, MOST), plain);
  return hits.map((hit) => treated(hit, 'body', asked));
}

/** A body is not for the log, so what stays there in clear need not be found. */
export function mayMatterInClear({ party, type }: RequestInfo): boolean {
  return party !== 'first' && type !== 'document';
}

function treated(hit: Hit, place: Place, asked: Asked): Found {
  return { ...hit, treatment: treatmentOf(hit, place, asked) };
}
