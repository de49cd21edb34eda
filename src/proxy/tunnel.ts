import type { Duplex } from 'node:stream';

/**
 * Sends what one connection says on to another, with back-pressure. Its end is
 * passed on alone (half-close); where it is cut, the other is cut. Resolves
 * when `from` is closed; never rejects.
 */
export function joinHalf(from: Duplex, to: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const closed = (): void => {
      if (!to.writableEnded) to.destroy();
      resolve();
    };
    from.on('error', () => to.destroy());
    if (from.destroyed) {
      closed();
      return;
    }
    from.once('close', closed);
    from.pipe(to);
  });
}

/** Joins two connections both ways until both are closed. */
export async function relay(left: Duplex, right: Duplex): Promise<void> {
  await Promise.all([joinHalf(left, right), joinHalf(right, left)]);
}

/** Waits until one of the two says something. The bytes stay where they are. */
export function firstToSpeak(
  client: Duplex,
  server: Duplex,
): Promise<'client' | 'server' | 'closed'> {
  return new Promise((resolve) => {
    const finish = (who: 'client' | 'server' | 'closed') => (): void => {
      client.off('readable', onClient).off('close', onClose).off('end', onClose);
      server.off('readable', onServer).off('close', onClose).off('end', onClose);
      resolve(who);
    };
    const onClose = finish('closed');
    const speaks = (side: Duplex, who: 'client' | 'server') => (): void => {
      // 'readable' also announces the end of a stream that said nothing.
      if (side.readableLength > 0) finish(who)();
    };
    const onClient = speaks(client, 'client');
    const onServer = speaks(server, 'server');
    // Who left while nobody listened does not say so again.
    if (isOver(client) || isOver(server)) {
      onClose();
      return;
    }
    client.on('readable', onClient).once('close', onClose).once('end', onClose);
    server.on('readable', onServer).once('close', onClose).once('end', onClose);
  });
}

function isOver(stream: Duplex): boolean {
  return stream.destroyed || stream.readableEnded;
}
