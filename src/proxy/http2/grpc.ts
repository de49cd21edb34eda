import { header, type RawHeaders } from '../../model/request.ts';
import type { StreamRequest } from './stream-request.ts';

/**
 * Is it gRPC, whose calls end in trailers and therefore need HTTP/2 on both
 * sides? A page cannot make a request look so: browsers send Sec-Fetch-Mode with
 * all of theirs and keep TE to themselves, while gRPC demands it ("gRPC over
 * HTTP2", Request-Headers). `application/grpc-web` carries its trailers in the
 * body and passes as any request does.
 */
export function isGrpc(method: string, stream: RawHeaders): boolean {
  const type = header(stream, 'content-type') ?? '';
  return (
    method === 'POST' &&
    /^application\/grpc(?:[+;]|$)/i.test(type) &&
    header(stream, 'te') === 'trailers' &&
    header(stream, 'sec-fetch-mode') === null
  );
}

/**
 * Declines a call as a gRPC server does that is not available (status 14), which
 * clients take as a reason to try again, and asks for a new connection.
 */
export function declineGrpc({ stream }: StreamRequest): void {
  if (stream.headersSent || stream.destroyed) return;
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': '14',
      'grpc-message': 'try again on a new connection',
    },
    { endStream: true },
  );
  stream.session?.close();
}
