import { header, type RawHeaders } from '../../model/request.ts';

/** Hashes of the body under a signature, as Amazon's services have them. */
const UNSIGNED = /^UNSIGNED-PAYLOAD$/i;

/**
 * Is the body under a signature? Then its server takes it as it is or not at
 * all, so nothing can be taken out of it. Known are Amazon's requests (Signature
 * Version 4) and HTTP Message Signatures that cover a digest (RFC 9421).
 */
export function isBodySigned(headers: RawHeaders): boolean {
  const hash = header(headers, 'x-amz-content-sha256');
  if (hash !== null) return !UNSIGNED.test(hash.trim());
  if (/^\s*AWS4-/i.test(header(headers, 'authorization') ?? '')) return true;
  return /\bdigest"/i.test(header(headers, 'signature-input') ?? '');
}
