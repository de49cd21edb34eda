import { assertNever } from '../model/errors.ts';
import { header, type RequestInfo, type ResourceType, typeBit } from '../model/request.ts';

/** What an answer looks like; `answer-bodies.ts` has the bytes. */
export type AnswerShape =
  | 'explanation' // a page for a person
  | 'frame' // a page with nothing on it
  | 'script'
  | 'stylesheet'
  | 'image'
  | 'json' // {}
  | 'empty' // 200 with no bytes
  | 'none' // 204
  | 'refused'; // 403

const DOCUMENT = typeBit('document');
const SUBDOCUMENT = typeBit('subdocument');
const HTML = DOCUMENT | SUBDOCUMENT;
/** All of these get an answer without content. */
const CONTENTLESS = (['xhr', 'ping', 'font', 'media', 'object', 'other'] as const)
  .map(typeBit)
  .reduce((mask, bit) => mask | bit);

/** The shape of answer that lets the asking page go on. */
export function answerShape(request: RequestInfo): AnswerShape {
  return isCertain(request) ? shapeOfType(request.type, request) : shapeOfUnknown(request);
}

/** One type, or several with the same answer: what doubt there is changes nothing. */
function isCertain({ types, type }: RequestInfo): boolean {
  const bit = typeBit(type);
  return [bit, HTML, CONTENTLESS].some((group) => (group & bit) !== 0 && (types & ~group) === 0);
}

function shapeOfType(type: ResourceType, request: RequestInfo): AnswerShape {
  switch (type) {
    case 'websocket':
      return 'refused';
    case 'document':
    case 'subdocument':
      return shapeOfPage(request);
    case 'script':
    case 'stylesheet':
    case 'image':
      return type;
    case 'xhr':
      // Whoever asks for JSON will parse what comes, and no bytes are no JSON. So
      // will whoever sends it: a site's own relay is called like its other parts.
      return wantsJson(request) ? 'json' : 'none';
    // A font without glyphs and a font that fails fall back to the same next
    // font. A film that is valid but empty would have to be of the container
    // that the page asked for, which no header says, and players skip what
    // fails. An object that fails shows what the page holds ready for that.
    case 'font':
    case 'media':
    case 'object':
    case 'ping':
    case 'other':
      return 'none';
    default:
      return assertNever(type);
  }
}

function shapeOfPage({ types, method }: RequestInfo): AnswerShape {
  // Trackers post forms into hidden frames and wait for the frame's load event
  // to tidy up. A 204 has none, and a page of ours is not wanted there.
  if ((types & SUBDOCUMENT) !== 0 && !isRead(method)) return 'empty';
  return (types & DOCUMENT) === 0 ? 'frame' : 'explanation';
}

/**
 * Types with different answers are possible: an app, a television, an old
 * browser. A likely script, stylesheet or image was asked for by that name, and
 * what is right for those hurts nobody else. For all the rest it is 200 without
 * bytes: to a program a success, to a script tag an empty script, to a frame a
 * blank page that loads (after a 204 it would not), to an image an error as
 * harmless as the real empty replies of pixels.
 */
function shapeOfUnknown(request: RequestInfo): AnswerShape {
  switch (request.type) {
    case 'script':
    case 'stylesheet':
    case 'image':
      return request.type;
    default:
      return wantsJson(request) ? 'json' : 'empty';
  }
}

function wantsJson({ headers }: RequestInfo): boolean {
  return ['accept', 'content-type'].some((name) => /\bjson\b/i.test(header(headers, name) ?? ''));
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
