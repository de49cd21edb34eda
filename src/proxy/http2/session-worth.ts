/** What is looked at of a stream; its request is null where it was refused unread. */
export interface StreamWork {
  readonly stream: { readonly readableLength: number };
  readonly request: { readonly bytes: number; readonly complete: boolean } | null;
  readonly response: { readonly bytes: number };
}

/** Heads come compressed, and the frames around them are to be paid for too. */
const STREAM = 4 * 1024;
/**
 * Windows are opened as bodies are read, and small pieces come in large frames:
 * a piece of twenty bytes may be answered by two frames of thirteen.
 */
const BYTE = 4;
/** What may be under way on a stream that was ended before all had come. */
const WINDOW = 64 * 1024;

/** A stream that was reset before it was looked at is so much to the client's debit. */
export const WORTH_OF_WASTE = -1_024;

/** For how many bytes of a client a stream is reason enough, in a session of HTTP/2. */
export function worthOf({ stream, request, response }: StreamWork, isOver: boolean): number {
  const moved = (request?.bytes ?? 0) + response.bytes;
  const rest = isOver ? lost(request) : stream.readableLength;
  return STREAM + BYTE * moved + rest;
}

function lost(request: StreamWork['request']): number {
  return request?.complete === true ? 0 : WINDOW;
}
