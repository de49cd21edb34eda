import type { TLSSocket } from 'node:tls';
import type { Connection } from '../model/connection.ts';
import type { LeafRefusal, TrustSubject } from '../model/program.ts';
import { type Destination, type Hostname, isIpAddress } from '../model/terms.ts';
import { block } from './connection-outcome.ts';
import { isOuterName } from './outer-names.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';

/**
 * Follows connections whose TLS is ended here, and tells what their clients
 * make of our leaf. Where they do not take it for a host that is blocked, it
 * writes the block down, which no exchange will do any more.
 */
export interface TrustWatch {
  /** The handshake failed. */
  failed(connection: Connection, error: Error): void;
  /** The handshake is done. To be called before anything is read from the socket. */
  secured(socket: TLSSocket, connection: Connection): void;
}

/**
 * A client that closes later than this, in milliseconds, had a connection in
 * reserve (browsers open some before they need them), and says nothing of us.
 */
const AT_ONCE = 1_000;

/**
 * Alerts by which a client says what it thinks of a certificate (RFC 8446
 * section 6.2), in OpenSSL's words.
 */
const CERTIFICATE_ALERT =
  /^ERR_SSL_(?:TLSV1|SSLV3|TLSV13)_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN)|ACCESS_DENIED)$/;

/** The client offers nothing that we speak: too old a version, or RSA certificates alone. */
const NOTHING_IN_COMMON =
  /^ERR_SSL_(?:NO_SHARED_CIPHER|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|NO_SUITABLE_SIGNATURE_ALGORITHM|NO_SHARED_SIGNATURE_ALGORITHMS|NO_SUITABLE_KEY_SHARE|NO_SUITABLE_GROUPS|WRONG_SIGNATURE_TYPE)$/;

/** It left without a word; some clients do so where others send an alert. */
const LEFT = /^(?:ECONNRESET|EPIPE)$/;

/** What an error of the client's side of TLS says of our leaf; null where it says nothing. */
export function refusalIn(error: Error): LeafRefusal | null {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (CERTIFICATE_ALERT.test(code)) return 'alert';
  if (NOTHING_IN_COMMON.test(code)) return 'incompatible';
  return LEFT.test(code) ? 'silence' : null;
}

/**
 * The name under which trust is learnt. A CONNECT says which host is meant; a
 * connection that was steered here, and a CONNECT to an address, only say it
 * in their ClientHello.
 */
export function trustedName(destination: Destination, sni: Hostname | null): Hostname {
  return sni !== null && isIpAddress(destination.hostname) ? sni : destination.hostname;
}

export function createTrustWatch(
  parts: Pick<
    ProxyParts,
    'devices' | 'rules' | 'trust' | 'events' | 'trackers' | 'telling' | 'now'
  >,
  settings: Pick<ProxySettings, 'internal'>,
): TrustWatch {
  const tell = (connection: Connection, kind: LeafRefusal): void => {
    const { program: fingerprint, destination, sni, openedAt } = connection;
    if (fingerprint === null || destination === null) return;
    const hostname = trustedName(destination, sni);
    // By leaving, it comes back with the real name; only an alert says that it does not trust us.
    if (kind === 'silence' && sni !== null && isOuterName(sni)) return;
    const device = parts.devices.identify(connection.clientAddress);
    // The page is never passed through either, whoever refuses it.
    const blocked =
      hostname === settings.internal || parts.rules().matchHost(hostname, device) !== null;
    const subject: TrustSubject = { device: device.id, fingerprint, hostname };
    parts.trust.tell(subject, { kind, blocked, openedAt });
  };

  /**
   * A host that is blocked was answered in its place, and the client asked for
   * nothing: the connection came to nothing, as one does that is refused.
   */
  const note = (connection: Connection): void => {
    const { program, destination, sni: named, openedAt: startedAt } = connection;
    if (destination === null) return;
    const device = parts.devices.identify(connection.clientAddress);
    if (device.level === 'off' || device.mode === 'observe') return;
    const names = named === null ? [destination.hostname] : [destination.hostname, named];
    const rules = parts.rules();
    const rule = names.map((name) => rules.matchHost(name, device)).find((one) => one !== null);
    if (rule == null) return;
    const steered = connection.wayIn !== 'explicit';
    block({ device, destination, named, program, steered, startedAt }, rule, { parts });
  };

  return {
    failed(connection, error) {
      const kind = refusalIn(error);
      if (kind !== null) tell(connection, kind);
      note(connection);
    },
    secured(socket, connection) {
      const since = parts.now();
      let said = false;
      const say = (kind: LeafRefusal | null): void => {
        // Who asked for something took our leaf, whatever comes later.
        if (said || kind === null || socket.bytesRead > 0) return;
        said = true;
        if (kind !== 'alert' && parts.now() - since >= AT_ONCE) return;
        tell(connection, kind);
        note(connection);
      };
      socket.once('error', (error) => say(refusalIn(error)));
      // What we close ourselves has no end of the client's.
      socket.once('end', () => say('silence'));
    },
  };
}
