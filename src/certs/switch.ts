import { createPrivateKey, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readPrivateFile, syncFolder } from './private-files.ts';

/** The files of an authority: the one in force, and the one that is to follow it. */
export type AuthorityName = 'ca' | 'next';

/** Where its certificate and its key are. */
export function filesOf(folder: string, name: AuthorityName) {
  return { certificate: path.join(folder, `${name}.pem`), key: path.join(folder, `${name}.key`) };
}

/**
 * Puts the next authority in the place of the one in force, whose key is gone
 * then. It takes two steps; after a crash between them `completeSwitch` does
 * the second.
 */
export function switchFiles(folder: string): void {
  const [next, now] = [filesOf(folder, 'next'), filesOf(folder, 'ca')];
  fs.renameSync(next.key, now.key);
  syncFolder(folder);
  fs.renameSync(next.certificate, now.certificate);
  syncFolder(folder);
}

/**
 * Ends a switch that was interrupted: the key in force is that of the next
 * certificate, which still lies beside it. Everything else is left as it is.
 */
export function completeSwitch(folder: string): void {
  const [next, now] = [filesOf(folder, 'next'), filesOf(folder, 'ca')];
  if (!fs.existsSync(next.certificate) || fs.existsSync(next.key)) return;
  const key = readPrivateFile(now.key);
  if (key === null) return;
  const certificate = new X509Certificate(fs.readFileSync(next.certificate));
  if (!certificate.checkPrivateKey(createPrivateKey(key))) return;
  fs.renameSync(next.certificate, now.certificate);
  syncFolder(folder);
}
