// The upstream of the bench, a process of its own: HTTPS, keep-alive, one kilobyte for everything
// but /text/<bytes> and /gzip/<bytes>, which are that much text, the latter compressed.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { textOf } from '../body/samples.mjs';

const [keyPath, certPath] = process.argv.slice(2);
const body = Buffer.alloc(1024, 'x');
const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };

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

const server = https.createServer(
  { key: readFileSync(keyPath), cert: readFileSync(certPath) },
  (request, response) => {
    request.resume();
    const text = textAt(request.url);
    response.writeHead(200, text?.head ?? headers).end(text?.body ?? body);
  },
);
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
