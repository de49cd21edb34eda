import { parseHostname } from '../../model/terms.ts';

/** The addresses a hosts file blocks with. */
const BLOCKING_ADDRESS = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?|::0|0)[ \t]+/;

/** Names that every hosts file gives to the machine itself: no trackers. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  '0.0.0.0',
  '127.0.0.1',
  'broadcasthost',
  'ip6-allhosts',
  'ip6-allnodes',
  'ip6-allrouters',
  'ip6-localhost',
  'ip6-localnet',
  'ip6-loopback',
  'ip6-mcastprefix',
  'local',
  'localhost',
  'localhost.localdomain',
]);

/**
 * The hostnames of a hosts-file line (`0.0.0.0 a.example b.example # why`), or
 * null where the line is none. A name that cannot be read is left out: such
 * lines hold what somebody's resolver saw.
 */
export function parseHostsLine(line: string): readonly string[] | null {
  const address = BLOCKING_ADDRESS.exec(line);
  if (address === null) return null;
  const names = line
    .slice(address[0].length)
    .replace(/#.*$/, '')
    .trim()
    .split(/[ \t]+/);
  const hostnames: string[] = [];
  for (const name of names) {
    const hostname = OWN_NAMES.has(name.toLowerCase()) ? null : parseHostname(name.toLowerCase());
    if (hostname !== null) hostnames.push(hostname);
  }
  return hostnames;
}
