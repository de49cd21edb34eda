import { createHash, createHmac } from 'node:crypto';

/**
 * What is kept of one form of an identifier, and looked up: a hint of four hex
 * digits, which says quickly of nearly all else that it is something else, and
 * a keyed hash.
 */
export type Tag = string;

/** What trackers hash with; SHA-256 nearly all, the others those of old (Criteo, data brokers). */
const DIGESTS = ['sha256', 'sha1', 'md5'] as const;

/** Lengths of these digests in bytes. */
export const DIGEST_LENGTHS: readonly number[] = [32, 20, 16];

/** Of a digest: 0 to 65535. */
export function hintOfDigest(key: Uint8Array, digest: Uint8Array): number {
  return ((digest[0] as number) << 8) ^ (digest[1] as number) ^ seed(key);
}

/** Of a value in clear: 0 to 65535. */
export function hintOfPlain(key: Uint8Array, form: string): number {
  let hint = seed(key);
  for (let i = 0; i < form.length; i++) hint = (hint * 31 + form.charCodeAt(i)) & 0xffff;
  return hint;
}

function seed(key: Uint8Array): number {
  return ((key[0] as number) << 8) | (key[1] as number);
}

/**
 * The tag of a digest. The digests themselves are not kept: whoever has one may
 * look its value up in tables that others sell. Without the key a tag says nothing.
 */
export function tagOfDigest(key: Uint8Array, digest: Uint8Array): Tag {
  return written(hintOfDigest(key, digest), keyed(key, digest));
}

/** The tag under which a value in clear is found. */
export function tagOfPlain(key: Uint8Array, form: string): Tag {
  const digest = createHash('sha256').update(form).digest();
  return written(hintOfPlain(key, form), keyed(key, digest));
}

function keyed(key: Uint8Array, digest: Uint8Array): string {
  return createHmac('sha256', key).update(digest).digest('base64url');
}

function written(hint: number, hash: string): Tag {
  return hint.toString(16).padStart(4, '0') + hash;
}

/** The hint that a tag begins with; NaN for what is no tag. */
export function hintOfTag(tag: Tag): number {
  return Number.parseInt(tag.slice(0, 4), 16);
}

/** All that one identifier is found by. */
export interface IdentifierTags {
  readonly hashed: readonly Tag[];
  readonly plain: readonly Tag[];
}

export function tagsOf(key: Uint8Array, forms: readonly string[]): IdentifierTags {
  const digests = forms.flatMap((form) =>
    DIGESTS.map((name) => createHash(name).update(form).digest()),
  );
  return {
    hashed: [...new Set(digests.map((digest) => tagOfDigest(key, digest)))],
    plain: [...new Set(forms.map((form) => tagOfPlain(key, form)))],
  };
}
