// The Internet of the LAN test: HTTP, HTTPS with WebSocket, UDP port 443, and a
// mail server that speaks first. Everything it sees is a line of JSON.
//   node lan-origin.mjs CERTIFICATE-AND-KEY.json MAIL-ADDRESS...
import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { WebSocketServer } from 'ws';

const [identity, ...mail] = process.argv.slice(2);
const tell = (seen) => process.stdout.write(`${JSON.stringify(seen)}\n`);
const plain = (address = '') => address.replace(/^::ffff:/, '');
const ends = ({ remoteAddress, localAddress, localPort }) => ({
  from: plain(remoteAddress),
  at: plain(localAddress),
  port: localPort,
});

const answer = (request, response) => {
  const scheme = request.socket.encrypted ? 'https' : 'http';
  tell({ scheme, host: request.headers.host, path: request.url, ...ends(request.socket) });
  if (request.url === '/shop') {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>shop</title><script src="${scheme}://tracker.test/t.js"></script>`);
    return;
  }
  if (request.url === '/t.js') {
    response.setHeader('content-type', 'text/javascript');
    response.end('document.title += ", tracked"');
    return;
  }
  response.end(`hello from ${request.headers.host}${request.url}`);
};
const secure = https.createServer(JSON.parse(readFileSync(identity, 'utf8')), answer);
secure.on('connection', (socket) => tell({ scheme: 'tcp', ...ends(socket) }));
const open = http.createServer(answer);
const peers = new WebSocketServer({ noServer: true });
for (const server of [secure, open]) {
  server.on('upgrade', (request, socket, head) => {
    tell({ scheme: 'ws', host: request.headers.host, path: request.url, ...ends(socket) });
    peers.handleUpgrade(request, socket, head, (peer) => {
      peer.on('error', () => undefined);
      peer.on('message', (data) => peer.send(`echo ${data}`));
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
}
const greeting = net.createServer((socket) => {
  socket.on('error', () => undefined);
  tell({ scheme: 'smtp', ...ends(socket) });
  socket.write('220 mail.test ready\r\n');
  socket.on('data', (bytes) => socket.write(`250 ${bytes}`));
});
const udp = dgram.createSocket('udp6');
udp.on('message', (_bytes, { port, address }) => {
  tell({ scheme: 'udp', from: plain(address), port: 443 });
  udp.send('hello', port, address);
});

const listen = (server, port, host) =>
  new Promise((resolve) => {
    server.listen(port, host, resolve);
  });
const [site, site6, tracker, tracker6, ...others] = mail;
for (const host of [site, site6, tracker, tracker6]) {
  await listen(
    net.createServer((socket) => open.emit('connection', socket)),
    80,
    host,
  );
  await listen(
    net.createServer((socket) => secure.emit('connection', socket)),
    443,
    host,
  );
}
for (const host of others)
  await listen(
    net.createServer((s) => greeting.emit('connection', s)),
    443,
    host,
  );
await new Promise((resolve) => {
  udp.bind(443, '::', resolve);
});
tell({ scheme: 'ready' });
