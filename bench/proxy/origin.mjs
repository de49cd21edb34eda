// The upstream of the bench, a process of its own: HTTPS over HTTP/1.1 and HTTP/2, keep-alive; as many
// bytes as /download?bytes=N asks for, and one kilobyte for everything else.
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';

const [keyPath, certPath] = process.argv.slice(2);
const body = Buffer.alloc(1024, 'x');
const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };
const piece = Buffer.alloc(65_536, 'x');

function send(response, left) {
  let rest = left;
  while (rest > 0) {
    const next = rest < piece.length ? piece.subarray(0, rest) : piece;
    rest -= next.length;
    if (response.write(next)) continue;
    const after = rest;
    response.once('drain', () => send(response, after));
    return;
  }
  response.end();
}

const server = http2.createSecureServer(
  {
    key: readFileSync(keyPath),
    cert: readFileSync(certPath),
    allowHTTP1: true,
    keepAliveTimeout: 120_000,
  },
  (request, response) => {
    request.resume();
    const bytes = Number(/^\/download\?bytes=(\d+)$/.exec(request.url)?.[1] ?? 0);
    if (bytes === 0) response.writeHead(200, headers).end(body);
    else {
      const type = 'application/octet-stream';
      send(response.writeHead(200, { 'content-type': type, 'content-length': bytes }), bytes);
    }
  },
);
server.on('sessionError', () => undefined);
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
