import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

/*
 * Plain data as one block of bytes, in which its typed arrays lie as they are:
 *
 *     8 bytes        where the rest begins, and how long it is
 *     typed arrays   each at a multiple of eight
 *     the rest       in the form of `node:v8`, where an array stands as three
 *                    numbers: its kind, where it lies, how many elements it has
 *
 * Ten megabytes of compiled filters are so read by looking, not by copying.
 */

/** The order gives each kind its number. */
const KINDS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;
type Block = InstanceType<(typeof KINDS)[number]>;

const HEAD = 8;
const ALIGNED = 8;

/** Where the next array may begin. */
const aligned = (at: number): number => Math.ceil(at / ALIGNED) * ALIGNED;

/** The underscored name is how `node:v8` asks for a value that it leaves to its caller. */
class BlockWriter extends DefaultSerializer {
  readonly blocks: { readonly block: Block; readonly at: number }[] = [];
  end = HEAD;

  _writeHostObject(value: Block): void {
    const kind = KINDS.findIndex((Kind) => value instanceof Kind);
    if (kind === -1) throw new TypeError('packing an array of a kind that is not known');
    const at = aligned(this.end);
    this.blocks.push({ block: value, at });
    this.end = at + value.byteLength;
    this.writeUint32(kind);
    this.writeUint32(at);
    this.writeUint32(value.length);
  }
}

class BlockReader extends DefaultDeserializer {
  readonly #bytes: Uint8Array;

  constructor(rest: Uint8Array, bytes: Uint8Array) {
    super(rest);
    this.#bytes = bytes;
  }

  _readHostObject(): Block {
    const Kind = KINDS[this.readUint32()];
    const at = this.readUint32();
    const length = this.readUint32();
    if (Kind === undefined) throw new RangeError('unpacking an array of a kind that is not known');
    const { buffer, byteOffset, byteLength } = this.#bytes;
    if (at + length * Kind.BYTES_PER_ELEMENT > byteLength) {
      throw new RangeError('unpacking an array that reaches beyond its bytes');
    }
    return new Kind(buffer as ArrayBuffer, byteOffset + at, length);
  }
}

/**
 * Packs objects, arrays, maps, sets, strings, numbers and typed arrays. Throws
 * on what cannot be packed, such as a function.
 */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new BlockWriter();
  writer.writeHeader();
  writer.writeValue(value);
  const rest = writer.releaseBuffer();
  const packed = new Uint8Array(writer.end + rest.length);
  new DataView(packed.buffer).setUint32(0, writer.end);
  new DataView(packed.buffer).setUint32(4, rest.length);
  for (const { block, at } of writer.blocks) {
    packed.set(new Uint8Array(block.buffer, block.byteOffset, block.byteLength), at);
  }
  packed.set(rest, writer.end);
  return packed;
}

/**
 * What was packed. Its typed arrays are views of `bytes`, which must not change
 * any more. Throws on bytes that `pack` did not make; only bytes that are known
 * to be whole should be given.
 */
export function unpack(bytes: Uint8Array): unknown {
  // Views need their place in memory to be a multiple of their elements' size.
  const own = bytes.byteOffset % ALIGNED === 0 ? bytes : new Uint8Array(bytes);
  const head = new DataView(own.buffer, own.byteOffset, own.byteLength);
  const at = head.getUint32(0);
  const length = head.getUint32(4);
  if (at + length !== own.byteLength) throw new RangeError('unpacking bytes that are not whole');
  const reader = new BlockReader(own.subarray(at, at + length), own);
  reader.readHeader();
  return reader.readValue();
}
