import { greyPicture } from './h264.ts';

type Bytes = readonly number[];

/** Ticks a second of all times in the file. */
const TIMESCALE = 1000;
const SIDE = 16;

/**
 * A film of so many milliseconds without sound: one grey picture (ISO/IEC
 * 14496-12, with the picture as in 14496-15). The index comes first, so that
 * players need not look for the end.
 */
export function greyMp4(milliseconds: number): Uint8Array {
  const { sps, pps, slice } = greyPicture();
  const sample = [...u32(slice.length), ...slice];
  const type = box('ftyp', text('isom'), u32(0x200), text('isomiso2avc1mp41'));
  const index = (at: number): Bytes => moov(milliseconds, avcC(sps, pps), sample.length, at);
  // The length of the index does not depend on the place that it names.
  const start = type.length + index(0).length + 8;
  return Uint8Array.from([...type, ...index(start), ...box('mdat', sample)]);
}

function moov(duration: number, config: Bytes, size: number, at: number): Bytes {
  return box(
    'moov',
    // Times of making; scale and duration; speed 1, volume 1; matrix; the next track is 2.
    full('mvhd', 0, [
      ...[...u32(0), ...u32(0), ...u32(TIMESCALE), ...u32(duration)],
      ...[...u32(0x10000), ...u16(0x100), ...zeros(10), ...MATRIX, ...zeros(24), ...u32(2)],
    ]),
    box(
      'trak',
      tkhd(duration),
      box('mdia', mdhd(duration), HDLR, minf(duration, config, size, at)),
    ),
  );
}

/** Enabled, and part of what is shown; track 1; width and height as 16.16. */
function tkhd(duration: number): Bytes {
  return full('tkhd', 3, [
    ...[...u32(0), ...u32(0), ...u32(1), ...u32(0), ...u32(duration)],
    ...[...zeros(16), ...MATRIX, ...u32(SIDE << 16), ...u32(SIDE << 16)],
  ]);
}

function mdhd(duration: number): Bytes {
  // 0x55c4 is the language "und": unknown.
  const times = [...u32(0), ...u32(0), ...u32(TIMESCALE), ...u32(duration)];
  return full('mdhd', 0, [...times, ...u16(0x55c4), ...u16(0)]);
}

function minf(duration: number, config: Bytes, size: number, at: number): Bytes {
  const here = box('dinf', full('dref', 0, [...u32(1), ...full('url ', 1, [])]));
  const samples = box(
    'stbl',
    full('stsd', 0, [...u32(1), ...avc1(config)]),
    // One sample, which lasts all the time; one chunk with one sample; its size; its place.
    full('stts', 0, [...u32(1), ...u32(1), ...u32(duration)]),
    full('stsc', 0, [...u32(1), ...u32(1), ...u32(1), ...u32(1)]),
    full('stsz', 0, [...u32(size), ...u32(1)]),
    full('stco', 0, [...u32(1), ...u32(at)]),
  );
  return box('minf', full('vmhd', 1, zeros(8)), here, samples);
}

/** Reads data reference 1; 72 dots an inch; one picture a sample; no name; 24 bits, no table. */
function avc1(config: Bytes): Bytes {
  return box(
    'avc1',
    [...zeros(6), ...u16(1), ...zeros(16), ...u16(SIDE), ...u16(SIDE)],
    [...u32(0x480000), ...u32(0x480000), ...u32(0), ...u16(1), ...zeros(32)],
    [...u16(24), ...u16(0xffff)],
    config,
  );
}

/** Version 1; profile, constraints and level; lengths of four bytes; one set of each kind. */
function avcC(sps: Bytes, pps: Bytes): Bytes {
  return box(
    'avcC',
    [1, ...sps.slice(1, 4), 0xff],
    [0xe1, ...u16(sps.length), ...sps],
    [1, ...u16(pps.length), ...pps],
  );
}

/** Shows the picture as it is. */
const MATRIX: Bytes = [
  ...[...u32(0x10000), ...zeros(12)],
  ...[...u32(0x10000), ...zeros(12)],
  ...u32(0x40000000),
];

const HDLR = full('hdlr', 0, [...u32(0), ...text('vide'), ...zeros(12), 0]);

/** A box with a version, always 0, and flags. */
function full(type: string, flags: number, content: Bytes): Bytes {
  return box(type, u32(flags), content);
}

function box(type: string, ...content: readonly Bytes[]): Bytes {
  const whole = content.flat();
  return [...u32(8 + whole.length), ...text(type), ...whole];
}

function text(ascii: string): Bytes {
  return [...new TextEncoder().encode(ascii)];
}

function zeros(count: number): Bytes {
  return Array.from({ length: count }, () => 0);
}

function u16(value: number): Bytes {
  return [value >>> 8, value & 0xff];
}

function u32(value: number): Bytes {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}
