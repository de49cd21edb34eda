import {
  type RequestInfo,
  type ResourceType,
  type TypeMask,
  typeBit,
} from '../../model/request.ts';
import { stubContentType, stubNamed } from '../../model/stub-names.ts';
import { utf8 } from '../answer-bodies.ts';
import { stubBody } from './bodies.ts';

export interface StandIn {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What a body of this media type can be the answer to. */
const USES: readonly (readonly [prefix: string, uses: readonly ResourceType[]])[] = [
  ['application/javascript', ['script', 'xhr', 'ping', 'other']],
  ['text/css', ['stylesheet', 'xhr', 'other']],
  ['text/html', ['subdocument', 'object', 'xhr', 'other']],
  // Nothing at all is a script too, and a frame.
  ['text/plain', ['script', 'subdocument', 'object', 'media', 'xhr', 'ping', 'other']],
  ['application/json', ['xhr', 'ping', 'other']],
  ['application/xml', ['xhr', 'other', 'object']],
  ['image/', ['image', 'xhr', 'other']],
  ['audio/', ['media', 'object', 'xhr', 'other']],
  ['video/', ['media', 'object', 'xhr', 'other']],
];

/** The text of a file in `rules/stubs/` by its name, or null. */
export type StubText = (name: string) => string | null;

/**
 * The stand-in of that name, where we have its body and it can be the answer to
 * this request; else null, and the type of the request decides. A file in
 * `rules/stubs/` comes before what is built in. A page that a person opens is
 * never a stand-in: it gets the explanation.
 */
export function standIn(name: string, request: RequestInfo, stubText: StubText): StandIn | null {
  const contentType = stubContentType(name);
  if (contentType === null) return null;
  if ((request.types & usesOf(contentType)) === 0 || request.type === 'document') return null;
  const canonical = stubNamed(name) ?? name;
  const text = stubText(canonical);
  const body = text === null ? stubBody(canonical) : utf8(text);
  return body === null ? null : { contentType, body };
}

function usesOf(contentType: string): TypeMask {
  const [, uses = []] = USES.find(([prefix]) => contentType.startsWith(prefix)) ?? [];
  return uses.map(typeBit).reduce((mask, bit) => mask | bit, 0);
}
