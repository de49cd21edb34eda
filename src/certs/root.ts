import type { KeyObject } from 'node:crypto';
import { decode } from './der.ts';
import {
  authorityConstraints,
  distinguishedName,
  keyIdentifier,
  keyUsage,
  type Sign,
  serialFrom,
  signCertificate,
  subjectKeyIdentifier,
} from './x509.ts';

const DAY = 86_400_000;
/** Devices whose clock is a little slow must take it too. */
const BACK_DATED = DAY;
const YEARS = 10;

/**
 * Returns the DER of a self-signed authority: ten years, leaves only, its own
 * name in every install, so that a person can tell two of them apart.
 * `random` is 16 octets, `now` milliseconds since the epoch.
 */
export function makeRoot(publicKey: KeyObject, sign: Sign, now: number, random: Uint8Array) {
  const spki = decode(publicKey.export({ type: 'spki', format: 'der' }));
  const keyId = keyIdentifier(spki);
  const name = distinguishedName('Eyelid', `Eyelid CA ${keyId.toString('hex').slice(0, 8)}`);
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  return signCertificate(
    {
      serial: serialFrom(random),
      issuer: name,
      subject: name,
      notBefore: now - BACK_DATED,
      notAfter: end.getTime(),
      publicKey: spki,
      extensions: [
        authorityConstraints(),
        keyUsage('certificateAndCrlSign'),
        subjectKeyIdentifier(keyId),
      ],
    },
    sign,
  );
}
