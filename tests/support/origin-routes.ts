import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendBody } from './download.ts';
import type { Received } from './origin.ts';

type Route = (response: ServerResponse, received: Received, query: URLSearchParams) => void;

/** What the origin says for names that have no site of their own. */
const ROUTES: Readonly<Record<string, Route>> = {
  '/': (response) => response.end('hello'),
  '/204': (response) => response.writeHead(204).end(),
  '/304': (response) => response.writeHead(304, { etag: '"one"' }).end(),
  '/head': (response) => response.writeHead(200, { 'content-length': '1234' }).end(),
  '/status': (response, _received, query) =>
    response.writeHead(Number(query.get('code')), 'As Asked').end('status'),
  '/chunked': (response) => {
    response.write('one,');
    response.write('two,');
    response.end('three');
  },
  '/download': (response, _received, query) => {
    const bytes = Number(query.get('bytes'));
    response.writeHead(200, { 'content-length': bytes, 'content-type': 'application/zip' });
    void sendBody(response, bytes);
  },
  '/duplicates': (response) =>
    response
      .writeHead(200, ['X-Dup', 'one', 'Set-Cookie', 'a=1', 'X-DUP', 'two', 'Set-Cookie', 'b=2'])
      .end('twice'),
  '/cookies': (response) =>
    response
      .writeHead(200, [
        ...['Set-Cookie', 'session=keep; Path=/; HttpOnly'],
        ...['Set-Cookie', '_fbp=fb.1.1745853804711.505853085526430295; Path=/'],
        ...['X-Tracker-Hint', 'person-7'],
      ])
      .end('cookies'),
  '/hop-by-hop': (response) =>
    response
      .writeHead(200, {
        connection: 'keep-alive, x-named-hop',
        'keep-alive': 'timeout=77',
        'x-named-hop': 'mine',
        'proxy-authenticate': 'Basic realm="origin"',
        'alt-svc': 'h3=":443"; ma=86400',
        'x-end-to-end': 'yours',
      })
      .end('hops'),
};

/** Answers once the body is there: what was asked, as JSON. */
function echo(request: IncomingMessage, response: ServerResponse, received: Received): void {
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        method: received.method,
        target: received.target,
        rawHeaders: received.rawHeaders,
        bodyBytes: received.bodyBytes,
        bodyHash: received.bodyHash,
      }),
    );
  });
}

export function answerRoute(
  request: IncomingMessage,
  response: ServerResponse,
  received: Received,
): void {
  const [path = '', query = ''] = received.target.split('?');
  const route = ROUTES[path];
  if (route === undefined) echo(request, response, received);
  else route(response, received, new URLSearchParams(query));
}
