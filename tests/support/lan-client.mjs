// What the devices of the LAN test do that curl cannot do; one JSON text tells
// what came of it. See the calls in tests/lan.
import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { WebSocket } from 'ws';

const [what, address, port, name, ca] = process.argv.slice(2);

/** Ends with what it heard, or what went wrong. */
const finish = (result) => {
  process.stdout.write(JSON.stringify(result));
  process.exit(0);
};
const late = setTimeout(() => finish({ error: 'nothing came' }), 8_000);

/** A connection whose first message leaves in three segments, with pauses between them. */
const inPieces = (raw) => {
  let first = true;
  const wire = new Duplex({
    read: () => void raw.resume(),
    write(chunk, _encoding, done) {
      const cuts = first ? [3, 60] : [];
      first = false;
      const pieces = [...cuts, chunk.length].map((end, i) => chunk.subarray(cuts[i - 1] ?? 0, end));
      pieces.forEach((piece, i) => {
        setTimeout(() => raw.write(piece), 50 * i);
      });
      setTimeout(done, 50 * cuts.length);
    },
  });
  raw.on('data', (chunk) => wire.push(chunk)).on('end', () => wire.push(null));
  return wire;
};

const acts = {
  /** A WebSocket says a word and hears it again. */
  websocket() {
    const socket = new WebSocket(`wss://${name}/live`, {
      createConnection: () =>
        tls.connect({ host: address, port, servername: name, ca: readFileSync(ca) }),
    });
    socket.on('open', () => socket.send('word'));
    socket.on('message', (data) => finish({ heard: String(data) }));
    socket.on('error', (error) => finish({ error: error.message }));
  },
  /** A ClientHello that comes in three segments. */
  split() {
    const raw = net.connect({ host: address, port, noDelay: true }, () => {
      const trust = { servername: name, ca: readFileSync(ca) };
      const socket = tls.connect({ socket: inPieces(raw), ...trust }, () => {
        socket.write(`GET /split HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
      });
      socket.on('data', (data) => finish({ heard: String(data) }));
      socket.on('error', (error) => finish({ error: error.message }));
    });
    raw.on('error', (error) => finish({ error: error.message }));
  },
  /** A client that waits for the server's greeting. */
  greeting() {
    const socket = net.connect({ host: address, port });
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
      if (heard.includes('250')) finish({ heard });
      else socket.write('HELO phone\r\n');
    });
    socket.on('error', (error) => finish({ error: error.code }));
    socket.on('close', () => finish({ error: 'closed', heard }));
  },
  /** The first packet of QUIC, more or less. */
  quic() {
    const begun = performance.now();
    const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4');
    const after = () => Math.round(performance.now() - begun);
    socket.connect(443, address, () => socket.send(Buffer.alloc(1_200, 0xc0)));
    socket.on('message', () => finish({ heard: 'an answer', after: after() }));
    socket.on('error', (error) => finish({ error: error.code, after: after() }));
  },
  /** So many connections that say nothing; they stay until somebody ends us. */
  crowd() {
    clearTimeout(late);
    let open = 0;
    const opened = () => {
      open += 1;
      if (open === Number(name)) process.stdout.write(`${open}\n`);
    };
    for (let i = 0; i < Number(name); i += 1) {
      const socket = net.connect({ host: address, port }, opened);
      socket.on('error', () => undefined);
    }
  },
  connect() {
    const socket = net.connect({ host: address, port }, () => finish({ heard: 'accepted' }));
    socket.on('error', (error) => finish({ error: error.code }));
  },
};
acts[what]();
