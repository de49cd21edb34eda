import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';

/*
 * What is kept of compiled rules, in one file:
 *
 *     16 bytes   the name of the format
 *     32 bytes   the key: a hash of all that the bytes were made from
 *     32 bytes   a checksum of all the rest
 *      8 bytes   how many bytes there are
 *      8 bytes   nothing, so that the bytes begin at a multiple of eight
 *      the bytes
 */
const MAGIC = Buffer.from('eyelid rules 1\n\0', 'latin1');
const KEY_AT = 16;
const SUM_AT = 48;
const LENGTH_AT = 80;
const HEAD = 96;

/** Not through a link: the folder is the program's own, and so is the file. */
const DRAFT_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW;

/** How much is hashed before others get their turn: less than a millisecond's work. */
const PER_TURN = 1024 * 1024;

/** Ten times what all public lists together come to, in bytes. */
const MAX_LENGTH = 256 * 1024 * 1024;

export interface SnapshotOptions {
  /** True where this process may look only. */
  readonly readOnly?: boolean;
  /** Told of what went wrong, in words; rules go on without a snapshot. */
  readonly warn?: (message: string) => void;
}

/**
 * Keeps the last thing that was compiled in a file that only its owner may
 * read. A file that is broken, cut short, of another key or another format is
 * taken for none. Nothing here throws, and none of it holds up the event loop.
 */
export class SnapshotFile {
  readonly #path: string;
  readonly #readOnly: boolean;
  readonly #warn: (message: string) => void;
  #work: Promise<unknown> = Promise.resolve();

  constructor(path: string, { readOnly = false, warn = () => {} }: SnapshotOptions = {}) {
    this.#path = path;
    this.#readOnly = readOnly;
    this.#warn = warn;
  }

  /** The bytes that were kept under this key (SHA-256, hexadecimal), or null. */
  read(key: string): Promise<Uint8Array | null> {
    return this.#attempt('reading', () => readSnapshot(this.#path, key));
  }

  /** Keeps bytes in place of what was kept before, when whoever waits for something had a turn. */
  keep(key: string, bytes: () => Uint8Array): void {
    if (this.#readOnly) return;
    this.#later('writing', async () => {
      await nextTurn();
      const kept = bytes();
      if (kept.byteLength <= MAX_LENGTH) await writeSnapshot(this.#path, key, kept);
    });
  }

  /** Forgets what is kept. */
  forget(): void {
    if (!this.#readOnly) this.#later('removing', () => unlink(this.#path));
  }

  /** Resolves when all is on disk. */
  async close(): Promise<void> {
    await this.#work;
  }

  #later(action: string, work: () => Promise<void>): void {
    this.#work = this.#work.then(() => this.#attempt(action, work));
  }

  async #attempt<T>(action: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!isMissing(error)) {
        this.#warn(`${action} the snapshot of the rules "${this.#path}": ${String(error)}`);
      }
      return null;
    }
  }
}

async function readSnapshot(path: string, key: string): Promise<Uint8Array | null> {
  const file = await open(path, READ_FLAGS);
  try {
    const head = await readBytes(file, HEAD, 0);
    if (head === null || !head.subarray(0, KEY_AT).equals(MAGIC)) return null;
    if (head.toString('hex', KEY_AT, SUM_AT) !== key) return null;
    const length = Number(head.readBigUInt64BE(LENGTH_AT));
    const stats = await file.stat();
    if (length > MAX_LENGTH || !stats.isFile() || stats.size !== HEAD + length) return null;
    const bytes = await readBytes(file, length, HEAD);
    if (bytes === null) return null;
    const sum = await checksum(head, bytes);
    return sum.equals(head.subarray(SUM_AT, LENGTH_AT)) ? bytes : null;
  } finally {
    await file.close();
  }
}

/** Exactly so many bytes, or null where the file ends before. */
async function readBytes(file: FileHandle, length: number, from: number): Promise<Buffer | null> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, from + done);
    if (bytesRead === 0) return null;
    done += bytesRead;
  }
  return buffer;
}

/** The new file takes the place of the old one as a whole. */
async function writeSnapshot(path: string, key: string, bytes: Uint8Array): Promise<void> {
  // One name for all drafts: what a crash leaves behind is written over.
  const draft = `${path}.new~`;
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  head.write(key, KEY_AT, 'hex');
  head.writeBigUInt64BE(BigInt(bytes.byteLength), LENGTH_AT);
  (await checksum(head, bytes)).copy(head, SUM_AT);
  try {
    const file = await open(draft, DRAFT_FLAGS, 0o600);
    try {
      await file.writeFile(head);
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
}

/** Of the head without the sum itself, and of the bytes. */
async function checksum(head: Buffer, bytes: Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256');
  hash.update(head.subarray(0, SUM_AT)).update(head.subarray(LENGTH_AT));
  for (let at = 0; at < bytes.byteLength; at += PER_TURN) {
    hash.update(bytes.subarray(at, at + PER_TURN));
    await nextTurn();
  }
  return hash.digest();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
