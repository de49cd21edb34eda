/** What a client of HTTP/2 says first (RFC 9113 section 3.4): the preface and empty SETTINGS. */
const OPENING = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const HEADERS = 1;
const DATA = 0;
const END_STREAM = 1;
const END_HEADERS = 4;

type Fields = readonly (readonly [name: string, value: string])[];

export interface RawStream {
  /** Pseudo-header fields too, in this order; nothing of it is checked. */
  readonly fields: Fields;
  /** Sent after the head; absent: the head ends the stream. */
  readonly body?: string;
}

/** The bytes of a session that opens these streams, at once. */
export function rawSession(streams: readonly RawStream[]): Buffer {
  const frames = streams.flatMap(({ fields, body }, index) => {
    const id = 2 * index + 1;
    const block = Buffer.concat(fields.map(([name, value]) => literal(name, value)));
    const ends = body === undefined ? END_STREAM : 0;
    const head = frame(HEADERS, END_HEADERS | ends, id, block);
    if (body === undefined) return [head];
    return [head, frame(DATA, END_STREAM, id, Buffer.from(body, 'latin1'))];
  });
  return Buffer.concat([OPENING, ...frames]);
}

/** The fields of a plain request. */
export function requestFields(authority: string, path = '/'): Fields {
  return [
    [':method', 'GET'],
    [':scheme', 'https'],
    [':authority', authority],
    [':path', path],
  ];
}

/** Section 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A field spelled out, without index and without Huffman (RFC 7541 sections 5.2 and 6.2.2). */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length > 126) throw new Error('longer texts are not written here');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
