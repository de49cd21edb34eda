import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './processes.mjs';

/** The version of the mitmproxy that is installed, or null. */
export function mitmproxyVersion() {
  try {
    const text = execFileSync('mitmdump', ['--version'], { encoding: 'utf8' });
    return /^Mitmproxy: *(\S+)/m.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Sends every name to loopback, as the other subjects do it, and says when it is ready. */
const ADDON = `def server_connect(data):
    data.server.address = ("127.0.0.1", data.server.address[1])


def running():
    print("listening", flush=True)
`;

/**
 * Writes a folder for mitmdump and returns the command. It verifies servers by
 * the origin's certificate, prints no flows, and passes large bodies on as they
 * come instead of holding them, all of which is in its favour.
 */
export async function prepareMitmproxy(folder, originCertificate) {
  const home = join(folder, 'mitmproxy');
  mkdirSync(home);
  const addon = join(home, 'addon.py');
  writeFileSync(addon, ADDON);
  const port = await freePort();
  const options = {
    confdir: home,
    listen_host: '127.0.0.1',
    listen_port: port,
    ssl_verify_upstream_trusted_ca: originCertificate,
    stream_large_bodies: '1m',
    flow_detail: 0,
  };
  const words = Object.entries(options).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  return {
    command: ['mitmdump', '-q', '-s', addon, ...words],
    port,
    ca: join(home, 'mitmproxy-ca-cert.pem'),
  };
}
