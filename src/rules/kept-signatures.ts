import { createHash } from 'node:crypto';
import type { SignatureParser } from './rule-file.ts';
import { type ParsedSignatures, parseSignatures } from './signature/parse.ts';
import { pack, unpack } from './snapshot/pack.ts';
import type { SnapshotFile } from './snapshot/snapshot-file.ts';

export interface KeptSignaturesOptions {
  readonly snapshot: Pick<SnapshotFile, 'read' | 'keep'>;
  /** What identifies the code that parses (see snapshot/snapshot-key.ts). */
  readonly program: string;
}

export interface KeptSignatures {
  /** Parses only what it has not parsed before, in this process or the last. */
  readonly parse: SignatureParser;
  /** Keeps what is known for the next start, where there is news. */
  keep(): void;
}

interface Kept {
  /** Of the text. */
  readonly hash: string;
  readonly parsed: ParsedSignatures;
}

/**
 * Remembers what each file of signatures said: parsing YAML takes a new
 * process longer than reading a hundred thousand filters from their snapshot.
 */
export async function openKeptSignatures({
  snapshot,
  program,
}: KeptSignaturesOptions): Promise<KeptSignatures> {
  const before = readKept(await snapshot.read(program));
  const known = new Map<string, Kept>();
  let isNews = false;
  return {
    parse: (text, list) => {
      const hash = createHash('sha256').update(text).digest('hex');
      const last = known.get(list) ?? before.get(list);
      const kept = last?.hash === hash ? last : { hash, parsed: parseSignatures(text, list) };
      isNews ||= kept !== last;
      known.set(list, kept);
      return kept.parsed;
    },
    keep: () => {
      if (isNews) snapshot.keep(program, () => pack(known));
      isNews = false;
    },
  };
}

function readKept(bytes: Uint8Array | null): ReadonlyMap<string, Kept> {
  if (bytes === null) return new Map();
  try {
    return unpack(bytes) as ReadonlyMap<string, Kept>;
  } catch {
    // The checksum was right, and still it cannot be read: all is parsed anew.
    return new Map();
  }
}
