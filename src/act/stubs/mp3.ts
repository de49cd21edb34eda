/**
 * One frame of silence: MPEG-2 Layer III (ISO/IEC 13818-3), 8 kbit/s, 22,050 Hz,
 * one channel. It lasts 576 samples and is 72 * 8,000 / 22,050 = 26 bytes long.
 */
const FRAME: readonly number[] = [
  // Eleven bits to find it by; MPEG-2; Layer III; no checksum.
  ...[0xff, 0xf3],
  // The first bit rate of the table (8 kbit/s), the first sampling rate (22,050 Hz), no padding.
  0x10,
  // One channel; an original; no emphasis.
  0xc4,
  // Nine bytes of side information: no bits of sound belong to this frame. Then padding.
  ...Array.from({ length: 22 }, () => 0),
];

const FRAMES_PER_SECOND = 22_050 / 576;

/** A sound file with about so many seconds of silence. */
export function silentMp3(seconds: number): Uint8Array {
  const frames = Math.round(seconds * FRAMES_PER_SECOND);
  return Uint8Array.from(Array.from({ length: frames }, () => FRAME).flat());
}
