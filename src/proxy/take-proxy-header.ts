import type { Socket } from 'node:net';
import { type ProxyHeader, readProxyHeader } from './proxy-protocol.ts';

/** Senders write the header at once, before anything else. */
const PATIENCE = 5_000;

/**
 * Takes the header of the PROXY protocol off the start of a connection; what
 * follows it is put back. Null where what comes is no such header, or none
 * comes within five seconds; the connection is then of no use. Never rejects.
 */
export function takeProxyHeader(socket: Socket): Promise<ProxyHeader | null> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0);
    const finish = (header: ProxyHeader | null): void => {
      clearTimeout(timer);
      socket.off('readable', onReadable).off('end', onEnd).off('close', onEnd);
      if (header !== null && held.length > header.length) {
        socket.unshift(held.subarray(header.length));
      }
      resolve(header);
    };
    const onReadable = (): void => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
        held = Buffer.concat([held, chunk]);
      }
      const header = held.length === 0 ? 'partial' : readProxyHeader(held);
      if (header !== 'partial') finish(header === 'malformed' ? null : header);
    };
    const onEnd = (): void => finish(null);
    const timer = setTimeout(onEnd, PATIENCE);
    if (socket.destroyed || socket.readableEnded) {
      onEnd();
      return;
    }
    socket.on('readable', onReadable).on('end', onEnd).on('close', onEnd);
  });
}
