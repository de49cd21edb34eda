// The upstream of the bench, a process of its own: HTTPS over HTTP/1.1 and HTTP/2, keep-alive; as many
// bytes as /download?bytes=N asks for, as much text as /text/N and /gzip/N, the latter compressed, and
// one kilobyte for everything else.
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { gzipSync } from 'node:zlib';
import { textOf } from '../body/samples.mjs';

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

/** Made when it is first asked for. */
const texts = new Map();
function textAt(url) {
  const [, kind, bytes] = /^\/(text|gzip)\/(\d+)$/.exec(url) ?? [];
  if (kind === undefined) return undefined;
  if (!texts.has(url)) {
    const text = textOf(Number(bytes));
    texts.set(url, kind === 'gzip' ? gzipSync(text) : Buffer.from(text));
  }
  const found = texts.get(url);
  const coding = kind === 'gzip' ? { 'content-encoding': 'gzip' } : {};
  const type = { 'content-type': 'text/javascript', 'content-length': found.length };
  return { head: { ...type, ...coding }, body: found };
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
    const text = textAt(request.url);
    if (bytes === 0) response.writeHead(200, text?.head ?? headers).end(text?.body ?? body);
    else {
      const type = 'application/octet-stream';
      send(response.writeHead(200, { 'content-type': type, 'content-length': bytes }), bytes);
    }
  },
);
server.on('sessionError', () => undefined);
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
