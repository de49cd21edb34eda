import {
  ANY_TYPE,
  type RequestInfo,
  type ResourceType,
  type TypeMask,
  typeBit,
} from '../model/request.ts';

type Row = readonly [prefix: string, uses: readonly ResourceType[]];

/**
 * What a response of this media type can be used as by a page, the likeliest
 * first. Any of them may have been fetched by a script, so `xhr`, `ping` and
 * `other` are always added. A type that is not here says nothing: browsers
 * sniff it.
 */
const USES: readonly Row[] = [
  ['text/html', ['document', 'subdocument', 'object']],
  ['application/xhtml+xml', ['document', 'subdocument', 'object']],
  ['application/pdf', ['document', 'subdocument', 'object']],
  ['image/svg+xml', ['image', 'document', 'subdocument', 'object']],
  ['image/', ['image', 'document', 'object']],
  ['text/css', ['stylesheet']],
  ['text/javascript', ['script']],
  ['application/javascript', ['script']],
  ['application/x-javascript', ['script']],
  ['application/ecmascript', ['script']],
  ['application/json', ['xhr', 'script']],
  ['application/manifest+json', []],
  ['text/event-stream', []],
  ['application/wasm', []],
  ['font/', ['font']],
  ['application/font', ['font']],
  ['application/x-font', ['font']],
  ['application/vnd.ms-fontobject', ['font']],
  ['audio/', ['media']],
  ['video/', ['media']],
  ['application/vnd.apple.mpegurl', ['media']],
  ['application/x-mpegurl', ['media']],
  ['application/dash+xml', ['media']],
  ['text/vtt', ['media']],
];

const ALWAYS = typeBit('xhr') | typeBit('ping') | typeBit('other');

/**
 * Narrows a set of possible types by the Content-Type of the response, for
 * matching again. Where the two contradict each other, the request is right:
 * servers mislabel more often than browsers do.
 */
export function narrowTypes(types: TypeMask, contentType: string | null): TypeMask {
  const narrowed = types & usesOf(contentType);
  return narrowed === 0 ? types : narrowed;
}

/**
 * The request with the types that the Content-Type of its response leaves, and
 * the likeliest of them. The same request where that says nothing new.
 */
export function narrowRequest(request: RequestInfo, contentType: string | null): RequestInfo {
  const types = narrowTypes(request.types, contentType);
  if (types === request.types) return request;
  return { ...request, types, type: likeliest(types, request.type, contentType) };
}

/** What was likeliest before, unless that was a guess at nothing or is ruled out. */
function likeliest(types: TypeMask, before: ResourceType, contentType: string | null) {
  const has = (type: ResourceType): boolean => (types & typeBit(type)) !== 0;
  if (before !== 'other' && has(before)) return before;
  const [, uses = []] = rowOf(contentType) ?? [];
  // Nobody embeds objects any more, so a page that could be one is not likely to be.
  const use = uses.find((one) => one !== 'object' && has(one));
  return use ?? (has('xhr') ? 'xhr' : before);
}

function usesOf(contentType: string | null): TypeMask {
  const row = rowOf(contentType);
  return row === undefined ? ANY_TYPE : row[1].reduce((mask, use) => mask | typeBit(use), ALWAYS);
}

function rowOf(contentType: string | null): Row | undefined {
  const media = contentType?.trim().toLowerCase() ?? '';
  return USES.find(([prefix]) => media.startsWith(prefix));
}
