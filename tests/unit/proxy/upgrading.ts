import type { Script } from '../../support/scripted-origin.ts';

/** The head of an upgrade that is asked of a proxy, for a server on loopback. */
export const upgrade = (port: number, path = '/ws', ...more: readonly string[]) =>
  [
    `GET http://127.0.0.1:${port}${path} HTTP/1.1`,
    'Host: a.test',
    'Connection: keep-alive, Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol: chat',
    ...more,
    '',
    '',
  ].join('\r\n');

/** Agrees to every upgrade and says back what it hears. */
export const agrees: Script = (socket) => {
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Accept: x\r\nSet-Cookie: _fbp=1\r\nAlt-Svc: h3\r\n\r\nfirst',
  );
  socket.on('data', (chunk) => socket.write(chunk));
};
