import { ANY_TYPE, type ResourceType, type TypeMask, typeBit } from '../model/request.ts';

/**
 * What a response of this media type can be used as by a page. Any of them may
 * have been fetched by a script, so `xhr`, `ping` and `other` are always added.
 * A type that is not here says nothing: browsers sniff it.
 */
const USES: readonly (readonly [prefix: string, uses: readonly ResourceType[]])[] = [
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
  ['application/json', ['script']],
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

function usesOf(contentType: string | null): TypeMask {
  const media = contentType?.trim().toLowerCase() ?? '';
  const row = USES.find(([prefix]) => media.startsWith(prefix));
  return row === undefined ? ANY_TYPE : row[1].reduce((mask, use) => mask | typeBit(use), ALWAYS);
}
