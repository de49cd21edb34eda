// The load, a process of its own. Reads one job as JSON from the arguments and
// prints its result as JSON:
//   {kind: "throughput", connections, seconds, name, path, post, ...}
//   {kind: "firstByte", names, atOnce, http2, ...}
//   {kind: "download", name, bytes, ...}
//   {kind: "passesOn", name, certificate, ...}
// where path is another than the usual page, and post is {headers, body}, the
// body in Base64;
// with proxy (a port, or null for none), origin (a port) and ca (a PEM file).
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';

const job = JSON.parse(process.argv[2]);
const ca = readFileSync(job.ca);

function requestFor(name, { path = '/page?item=7&colour=red', post } = {}) {
  const method = post === undefined ? 'GET' : 'POST';
  const length = post === undefined ? 0 : Buffer.from(post.body, 'base64').length;
  const more = post === undefined ? '' : `${post.headers}\r\nContent-Length: ${length}\r\n`;
  return (
    `${method} ${path} HTTP/1.1\r\nHost: ${name}:${job.origin}\r\n${more}` +
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36\r\n' +
    'Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: de,en;q=0.7\r\n' +
    'Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\n' +
    `Referer: https://${name}:${job.origin}/\r\nCookie: session=0123456789abcdef; theme=dark\r\n\r\n`
  );
}

/** What the text above says, as fields of HTTP/2. */
const HEADERS = Object.fromEntries(
  requestFor('')
    .split('\r\n')
    .slice(2)
    .map((line) => /^([^:]+): (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, field, value]) => [field.toLowerCase(), value]),
);
HEADERS[':path'] = '/page?item=7&colour=red';

/** A TLS connection to the name, through the proxy where there is one. */
function open(name, options = {}) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port: job.proxy ?? job.origin });
    socket.setNoDelay(true);
    socket.once('error', reject);
    const secure = () => {
      const ALPNProtocols = job.http2 ? ['h2', 'http/1.1'] : ['http/1.1'];
      const inner = tls.connect({ socket, servername: name, ca, ALPNProtocols, ...options });
      inner.once('secureConnect', () => resolve(inner));
      inner.once('error', reject);
    };
    socket.once('connect', () => {
      if (job.proxy === null) return secure();
      socket.write(`CONNECT ${name}:${job.origin} HTTP/1.1\r\nHost: ${name}:${job.origin}\r\n\r\n`);
      let head = '';
      const onData = (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        socket.off('data', onData);
        if (/^HTTP\/1\.[01] 200/.test(head)) secure();
        else reject(new Error(`opening a tunnel: ${head.split('\r\n')[0]}`));
      };
      socket.on('data', onData);
    });
  });
}

/** Calls `done` for every whole response; understands lengths and chunks. */
function onResponses(socket, done) {
  let pending = '';
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    for (let length = responseLength(pending); length > 0; length = responseLength(pending)) {
      const status = pending.slice(9, 12);
      pending = pending.slice(length);
      done(status);
    }
  });
}

/** How many characters the first response in the text takes, or 0 while it is not whole. */
function responseLength(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))?.[1];
  if (length !== undefined) {
    const total = end + 4 + Number(length);
    return text.length >= total ? total : 0;
  }
  const last = text.indexOf('\r\n0\r\n\r\n', end + 2);
  return last < 0 ? 0 : last + 7;
}

async function throughput() {
  const body = Buffer.from(job.post?.body ?? '', 'base64');
  const text = Buffer.concat([Buffer.from(requestFor(job.name, job)), body]);
  let count = 0;
  let bad = 0;
  let example = '';
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => open(job.name)),
  );
  for (const socket of connections) {
    onResponses(socket, (status) => {
      count += 1;
      if (status !== '200') {
        bad += 1;
        example = `status ${status}`;
      }
      socket.write(text);
    });
    socket.on('close', () => {
      bad += 1;
      example ||= 'a closed connection';
    });
    socket.write(text);
  }
  const begun = performance.now();
  const from = count;
  await wait(job.seconds);
  const requests = count - from;
  const seconds = (performance.now() - begun) / 1000;
  return { requests, seconds, bad, example };
}

async function firstByte() {
  const times = [];
  const names = [...job.names];
  while (names.length > 0) {
    const batch = names.splice(0, job.atOnce);
    times.push(...(await Promise.all(batch.map(timeOne))));
  }
  return { times };
}

async function timeOne(name) {
  const begun = performance.now();
  const socket = await open(name);
  if (job.http2) return timeStream(socket, name, begun);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      const time = performance.now() - begun;
      if (!chunk.toString('latin1').startsWith('HTTP/1.1 200')) reject(new Error(`${chunk}`));
      socket.destroy();
      resolve(time);
    });
    socket.write(requestFor(name));
  });
}

/** The same over HTTP/2; null where the proxy does not speak it. */
function timeStream(socket, name, begun) {
  if (socket.alpnProtocol !== 'h2') {
    socket.destroy();
    return null;
  }
  const session = http2.connect(`https://${name}:${job.origin}`, {
    createConnection: () => socket,
  });
  return new Promise((resolve, reject) => {
    session.once('error', reject);
    const stream = session.request(HEADERS);
    stream.once('error', reject);
    stream.once('response', (head) => {
      if (head[':status'] !== 200) reject(new Error(`status ${head[':status']}`));
    });
    stream.once('data', () => {
      resolve(performance.now() - begun);
      session.destroy();
    });
  });
}

/** Megabytes a second of one response, from the request to its last byte. */
async function download() {
  const socket = await open(job.name);
  const begun = performance.now();
  socket.write(requestFor(job.name, { path: `/download?bytes=${job.bytes}` }));
  await wholeBody(socket);
  const seconds = (performance.now() - begun) / 1000;
  socket.destroy();
  return { rate: job.bytes / 1e6 / seconds };
}

/** Counts what comes behind the head; what is sent in chunks takes somewhat more and ends by itself. */
function wholeBody(socket) {
  return new Promise((resolve, reject) => {
    let head = null;
    let count = 0;
    let tail = '';
    let early = '';
    const isWhole = () => {
      if (/\r\ncontent-length:/i.test(head)) return count === job.bytes;
      return count > job.bytes && tail === '0\r\n\r\n';
    };
    const onBody = (chunk) => {
      count += chunk.length;
      tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 5))).slice(-5);
      if (isWhole()) resolve();
    };
    socket.on('data', (chunk) => {
      if (head !== null) return onBody(chunk);
      early += chunk.toString('latin1');
      const end = early.indexOf('\r\n\r\n');
      if (end < 0) return;
      head = early.slice(0, end);
      if (!head.startsWith('HTTP/1.1 200')) reject(new Error(`downloading: ${head}`));
      onBody(Buffer.from(early.slice(end + 4), 'latin1'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`downloading: closed after ${count} bytes`)));
  });
}

/**
 * Whether the proxy passes a response on under a certificate of its own, which
 * the client takes here whatever it says. The origin's own certificate is the
 * client's to judge.
 */
async function passesOn() {
  try {
    const socket = await open(job.name, { rejectUnauthorized: false });
    const found = await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
      socket.once('data', (chunk) => resolve(chunk.toString('latin1').slice(9, 12)));
      socket.write(requestFor(job.name));
    });
    const own = new X509Certificate(readFileSync(job.certificate)).fingerprint256;
    const tunnelled = socket.getPeerCertificate().fingerprint256 === own;
    return { passesOn: found === '200' && !tunnelled, what: tunnelled ? 'a tunnel' : found };
  } catch (error) {
    return { passesOn: false, what: error.code ?? error.message };
  }
}

function wait(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

const JOBS = { throughput, firstByte, download, passesOn };
console.log(JSON.stringify(await JOBS[job.kind]()));
process.exit(0);
