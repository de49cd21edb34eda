import {
  type RequestInfo,
  type ResourceType,
  type TypeMask,
  typeBit,
} from '../../model/request.ts';
import { stubContentType, stubNamed } from '../../model/stub-names.ts';
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

/**
 * The stand-in of that name, where we have its body and it can be the answer to
 * this request; else null, and the type of the request decides. A page that a
 * person opens is never a stand-in: it gets the explanation.
 */
export function standIn(name: string, request: RequestInfo): StandIn | null {
  const canonical = stubNamed(name);
  const contentType = canonical === null ? null : stubContentType(canonical);
  if (canonical === null || contentType === null) return null;
  if ((request.types & usesOf(contentType)) === 0 || request.type === 'document') return null;
  const body = stubBody(canonical);
  return body === null ? null : { contentType, body };
}

function usesOf(contentType: string): TypeMask {
  const [, uses = []] = USES.find(([prefix]) => contentType.startsWith(prefix)) ?? [];
  return uses.map(typeBit).reduce((mask, bit) => mask | bit, 0);
}
