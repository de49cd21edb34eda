import type { Hostname } from '../model/terms.ts';
import { isIpAddress } from '../model/terms.ts';
import type { Issuer } from './authority.ts';
import type { Der } from './der.ts';
import {
  authorityKeyIdentifier,
  distinguishedName,
  keyUsage,
  leafConstraints,
  type SubjectName,
  serialFrom,
  serverAuthentication,
  signCertificate,
  subjectAltName,
} from './x509.ts';

const DAY = 86_400_000;
/** Short enough for every client: Chrome has refused longer ones of intercepting proxies. */
const LIFETIME = 90 * DAY;
/** Televisions and old phones have wrong clocks. */
const BACK_DATED = 2 * DAY;
/** ub-common-name of RFC 5280 appendix A.1. */
const MAX_COMMON_NAME = 64;

/** What may stand in a dNSName here: letters, digits, hyphens, underscores and dots. */
const CERTIFIABLE = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
/** RFC 2606 section 2: a name that nothing on the network can have. */
const UNCERTIFIABLE = 'name.invalid';

export interface LeafRequest {
  readonly hostname: Hostname;
  /** Further names or addresses of the same server. */
  readonly also?: readonly Hostname[];
  readonly issuer: Issuer;
  /** SubjectPublicKeyInfo of the key that all leaves share. */
  readonly publicKey: Der;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** 16 random octets, for the serial number. */
  readonly random: Uint8Array;
}

export interface Leaf {
  readonly der: Buffer;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Makes a server certificate for one name or address (and what else is the same server's): 90 days, never longer
 * than its authority lasts, and never a wildcard. The URL standard lets a
 * hostname hold `*` and other marks that no certificate may; such a name gets
 * a certificate that fits nothing, so that its client refuses it.
 */
export function mintLeaf(request: LeafRequest): Leaf {
  const { hostname, also = [], issuer, publicKey, now, random } = request;
  const name = subjectName(hostname);
  const commonName = name.kind === 'dns' && name.name.length <= MAX_COMMON_NAME ? name.name : null;
  const notBefore = Math.max(now - BACK_DATED, issuer.notBefore);
  const notAfter = Math.min(now + LIFETIME, issuer.notAfter);
  const der = signCertificate(
    {
      serial: serialFrom(random),
      issuer: issuer.subject,
      subject: distinguishedName(null, commonName),
      notBefore,
      notAfter,
      publicKey,
      extensions: [
        // RFC 5280 section 4.2.1.6: critical exactly where the subject is empty.
        subjectAltName([name, ...also.map(subjectName)], commonName === null),
        leafConstraints(),
        keyUsage('digitalSignature'),
        serverAuthentication(),
        authorityKeyIdentifier(issuer.keyId),
      ],
    },
    issuer.sign,
  );
  return { der, notBefore, notAfter };
}

function subjectName(hostname: Hostname): SubjectName {
  if (!isIpAddress(hostname)) {
    return { kind: 'dns', name: CERTIFIABLE.test(hostname) ? hostname : UNCERTIFIABLE };
  }
  const octets = hostname.includes(':') ? ipv6Octets(hostname) : ipv4Octets(hostname);
  return octets === null ? { kind: 'dns', name: UNCERTIFIABLE } : { kind: 'ip', octets };
}

function ipv4Octets(address: string): Uint8Array | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part <= 255) ? Uint8Array.from(parts) : null;
}

/** Reads the form that a Hostname has: hexadecimal groups, at most one `::`. */
function ipv6Octets(address: string): Uint8Array | null {
  const [head = '', tail = null, ...rest] = address.split('::');
  if (rest.length > 0) return null;
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (tail === null ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...new Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const octets = Buffer.alloc(16);
  for (const [index, group] of groups.entries()) {
    octets.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  }
  return octets;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
