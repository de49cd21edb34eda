import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import { AppError } from '../model/errors.ts';
import { type Authority, openAuthority } from './authority.ts';
import { type PublicCertificate, toMobileconfig } from './formats.ts';
import { filesOf, switchFiles } from './switch.ts';

/*
 * A new authority is made beside the one in force and handed out to the
 * devices while the old one goes on signing; once they have it, it takes the
 * old one's place. So no device ever meets a certificate that it was not given
 * the time to trust.
 */

/**
 * Makes the authority that is to follow, in `next.pem` and `next.key`, or opens
 * the one that waits already. Throws as `openAuthority`, and HOME_UNUSABLE for
 * another user than the owner of the folder, who could not read it afterwards.
 */
export function prepareNext(
  folder: string,
  now: () => number,
): { readonly next: Authority; readonly made: boolean } {
  refuseStrangers(folder);
  // Whoever cannot use the authority in force has other worries than the next.
  openAuthority(folder, now);
  const made = !fs.existsSync(filesOf(folder, 'next').key);
  return { next: openAuthority(folder, now, 'next'), made };
}

/** Puts the next authority in force from the next start on; the old key is deleted. Throws as `prepareNext`. */
export function finishRotation(folder: string, now: () => number): Authority {
  refuseStrangers(folder);
  const { key, certificate } = filesOf(folder, 'next');
  openAuthority(folder, now);
  if (!fs.existsSync(key) && !fs.existsSync(certificate)) throw noneWaits('finishing');
  // Nothing is switched to that could not be used.
  openAuthority(folder, now, 'next');
  switchFiles(folder);
  return openAuthority(folder, now);
}

/** Deletes the next authority. Throws HOME_UNUSABLE as `prepareNext`, INPUT_INVALID where none waits. */
export function cancelRotation(folder: string): void {
  refuseStrangers(folder);
  const { key, certificate } = filesOf(folder, 'next');
  if (!fs.existsSync(key) && !fs.existsSync(certificate)) throw noneWaits('cancelling');
  fs.rmSync(certificate, { force: true });
  fs.rmSync(key, { force: true });
}

/** A certificate to hand out, without its key. */
export interface WaitingCertificate extends PublicCertificate {
  /** An Apple configuration profile (XML). */
  readonly mobileconfig: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/** The certificate of the authority that is to follow; null where none waits, or it cannot be read. */
export function readNext(folder: string): WaitingCertificate | null {
  const { key, certificate } = filesOf(folder, 'next');
  try {
    // Half a pair is being made, or being switched to.
    if (!fs.existsSync(key)) return null;
    const root = new X509Certificate(fs.readFileSync(certificate));
    const shown: PublicCertificate = {
      name: /^CN=(.*)$/m.exec(root.subject)?.[1] ?? root.subject,
      certificatePem: root.toString(),
      certificateDer: root.raw,
      fingerprint: root.fingerprint256,
    };
    return { ...shown, mobileconfig: toMobileconfig(shown), notAfter: Date.parse(root.validTo) };
  } catch {
    return null;
  }
}

const noneWaits = (what: string): AppError =>
  new AppError(
    'INPUT_INVALID',
    `${what} the rotation of the certificate authority: no new one was made; \`eyelid ca rotate\` makes it`,
  );

function refuseStrangers(folder: string): void {
  const user = process.getuid?.();
  const owner = fs.statSync(folder, { throwIfNoEntry: false })?.uid;
  if (user === undefined || owner === undefined || user === owner) return;
  throw new AppError(
    'HOME_UNUSABLE',
    `rotating the certificate authority: "${folder}" belongs to the user with the number ${owner}, ` +
      `and this is ${user}; run it as its owner: sudo -u '#${owner}' ...`,
  );
}
