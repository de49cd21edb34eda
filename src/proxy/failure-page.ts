import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Failure, sentenceOf, statusOf } from './failure.ts';
import { closeLingering } from './lingering-close.ts';

/** The answer to an exchange that failed: one sentence, plain text, nothing of the inside. */
function failureAnswer(failure: Failure, host: string) {
  const body = Buffer.from(`${sentenceOf(failure, host)}\n`);
  const headers = [
    'Content-Type',
    'text/plain; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
    'X-Eyelid',
    `failed: ${failure}`,
  ];
  return { status: statusOf(failure), headers, body };
}

/**
 * Answers a failure, or cuts the connection where an answer has begun: text is
 * never appended to it. An answer that is whole stays whole, whatever fails
 * behind it.
 */
export function sendFailure(response: ServerResponse, failure: Failure, host: string): void {
  if (response.writableEnded) return;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, headers, body } = failureAnswer(failure, host);
  response.writeHead(status, headers);
  response.end(body);
}

/** The same for a bare socket (CONNECT, upgrades), which is closed afterwards. */
export function writeFailure(socket: Duplex, failure: Failure, host: string): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = failureAnswer(failure, host);
  let head = `HTTP/1.1 ${status} Eyelid\r\nConnection: close\r\n`;
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  closeLingering(socket, Buffer.concat([Buffer.from(`${head}\r\n`), body]));
}
