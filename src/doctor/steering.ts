import { type Finding, type Known, tell } from './finding.ts';
import type { ListeningSocket } from './kernel-text.ts';
import type { Ruleset, Steer } from './nft.ts';

const NOTHING_STEERED = 'Nothing is steered here by rules of this machine.';

/** Are there rules that steer connections here? `interfaces` are those of this machine. */
export function checkRuleset(rules: Known<Ruleset>, interfaces: readonly string[]): Finding {
  const say = tell('steering');
  if ('unknown' in rules) return say.unknown(rules.unknown);
  const { steers } = rules.value;
  if (steers.length === 0) {
    return say.ok(`${NOTHING_STEERED} Devices reach the proxy by their settings, or by a router.`);
  }
  const named = rules.value.interfaces;
  if (named.length > 0 && !named.some((name) => name.includes('*') || interfaces.includes(name))) {
    return say.failed(
      `The rules steer what comes from "${named.join('", "')}", and this machine has no such interface: nothing is steered.`,
      'Set LAN_IF in /etc/default/eyelid to the interface of the home network, and run packaging/linux/net-up again.',
    );
  }
  if (!steers.some(({ family }) => family === 'ip6')) {
    return say.warning(
      'IPv4 is steered here, IPv6 is not: devices go around Eyelid by IPv6.',
      'Add the rule for IPv6, as packaging/linux/net-up does.',
    );
  }
  return say.ok(`Connections are steered to ${[...new Set(steers.map(place))].join(' and ')}.`);
}

const place = ({ address, port }: Steer): string => `${address ?? 'port'} ${port}`;

/** A router for all but the web: steered connections end here, and all others would too. */
export function checkForwarding(rules: Known<Ruleset>, forwards: boolean | null): Finding {
  const say = tell('forwarding');
  if ('unknown' in rules) return say.unknown(rules.unknown);
  if (rules.value.steers.length === 0) return say.ok(NOTHING_STEERED);
  if (forwards === null) return say.unknown('Whether this machine forwards was not to be read.');
  if (forwards) return say.ok('What is not steered is forwarded.');
  return say.failed(
    'This machine forwards nothing: devices that have it as their router reach the web and nothing else, and not even that while Eyelid is off.',
    'Run `sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1`, and write both to a file in /etc/sysctl.d.',
  );
}

/** Without that option of the socket the rules do not match, and nobody is told. */
export function checkSockets(
  rules: Known<Ruleset>,
  sockets: Known<readonly ListeningSocket[]>,
): Finding {
  const say = tell('transparent');
  if ('unknown' in rules) return say.unknown(rules.unknown);
  if (rules.value.steers.length === 0) return say.ok(NOTHING_STEERED);
  if ('unknown' in sockets) return say.unknown(sockets.unknown);
  const found = rules.value.steers.map((steer) => ({
    steer,
    socket: sockets.value.find((socket) => isAt(socket, steer)),
  }));
  const missing = found.find(({ socket }) => socket === undefined);
  if (missing !== undefined) {
    return say.failed(
      `Nothing listens at ${place(missing.steer)}: what is steered there goes on around Eyelid.`,
      'Start the sockets: `systemctl start eyelid.socket`.',
    );
  }
  const opaque = found.find(({ socket }) => socket?.transparent === false);
  if (opaque === undefined) return say.ok('The sockets are there, and transparent.');
  return say.failed(
    `The socket at ${place(opaque.steer)} is not transparent: what is steered there goes on around Eyelid.`,
    'Let systemd open it (`Transparent=yes`), or packaging/linux/launch-transparent.pl.',
  );
}

function isAt(socket: ListeningSocket, { address, port, family }: Steer): boolean {
  if (socket.port !== port) return false;
  if (address === null || socket.address === address || socket.address === '*') return true;
  return socket.address === (family === 'ip' ? '0.0.0.0' : '::');
}

/** What is routed by mark, of one family. */
export interface MarkRoute {
  readonly family: 'ip' | 'ip6';
  readonly mark: number;
  /** The rule for the mark is there. */
  readonly rule: boolean;
  /** Its table delivers to this machine. */
  readonly local: boolean;
}

/** Marked packets have to be delivered here, whatever their address. */
export function checkRouting(routes: Known<readonly MarkRoute[]>): Finding {
  const say = tell('routing');
  if ('unknown' in routes) return say.unknown(routes.unknown);
  if (routes.value.length === 0) return say.ok(NOTHING_STEERED);
  const bad = routes.value.find(({ rule, local }) => !rule || !local);
  if (bad === undefined) return say.ok('Marked packets are delivered to this machine.');
  const { family, mark, rule } = bad;
  const version = family === 'ip' ? 4 : 6;
  const what = rule ? 'the table of its rule does not deliver here' : 'there is no rule for it';
  return say.failed(
    `Connections by IPv${version} with mark 0x${mark.toString(16)} hang: ${what}.`,
    `Run packaging/linux/net-up, or \`ip -${version} rule add fwmark 0x${mark.toString(16)} lookup 7180\` and \`ip -${version} route add local default dev lo table 7180\`.`,
  );
}

/** Steered packets arrive with the address of the server they were sent to: a firewall may not know them. */
export function checkFirewall(rules: Known<Ruleset>): Finding {
  const say = tell('firewall');
  if ('unknown' in rules) return say.unknown(rules.unknown);
  const { steers, droppingInput } = rules.value;
  if (steers.length === 0) return say.ok(NOTHING_STEERED);
  const [chain] = droppingInput;
  if (chain === undefined) return say.ok('The firewall lets steered connections in.');
  const mark = steers.find((steer) => steer.mark !== null)?.mark ?? 0;
  return say.failed(
    `The chain "${chain}" drops what nothing accepts, and steered connections are not accepted.`,
    `Add \`meta mark 0x${mark.toString(16)} accept\` to that chain.`,
  );
}

/** QUIC cannot be looked into; a browser that may not use it takes TCP at once. */
export function checkQuic(rules: Known<Ruleset>): Finding {
  const say = tell('quic');
  if ('unknown' in rules) return say.unknown(rules.unknown);
  const { steers, quic } = rules.value;
  if (steers.length === 0) {
    return say.ok(`${NOTHING_STEERED} Browsers with a proxy setting do not use QUIC.`);
  }
  switch (quic) {
    case 'reject':
      return say.ok('QUIC is rejected, so browsers use TCP at once.');
    case 'drop':
      return say.warning(
        'QUIC is dropped, so browsers wait before they use TCP.',
        'Reject it instead: `udp dport 443 reject`.',
      );
    default:
      return say.warning(
        'QUIC is let through: browsers go around Eyelid by UDP port 443.',
        'Reject it for the devices that are steered: `udp dport 443 reject` in a forward chain.',
      );
  }
}
