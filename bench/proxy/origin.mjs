// The upstream of the bench, a process of its own: HTTPS, keep-alive, one kilobyte for everything.
import { readFileSync } from 'node:fs';
import https from 'node:https';

const [keyPath, certPath] = process.argv.slice(2);
const body = Buffer.alloc(1024, 'x');
const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };
const server = https.createServer(
  { key: readFileSync(keyPath), cert: readFileSync(certPath) },
  (request, response) => {
    request.resume();
    response.writeHead(200, headers).end(body);
  },
);
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
