import { expect, test } from 'vitest';
import { silentMp3 } from '../../../../src/act/stubs/mp3.ts';

/** Bit rates in kbit/s and sampling rates of MPEG-2 Layer III, by their index (ISO/IEC 13818-3). */
const BIT_RATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLING_RATES = [22_050, 24_000, 16_000];

/** Walks from frame to frame and gives the seconds that they last. */
function lengthOf(mp3: Uint8Array): number {
  let seconds = 0;
  for (let at = 0; at < mp3.length; ) {
    const [first = 0, second = 0, third = 0, fourth = 0] = mp3.subarray(at, at + 4);
    expect([first, second & 0xfe, fourth >> 6]).toEqual([0xff, 0xf2, 3]);
    const rate = SAMPLING_RATES[(third >> 2) & 3] ?? 0;
    const bytes = Math.floor((72 * 1000 * (BIT_RATES[third >> 4] ?? 0)) / rate);
    // Silence: the side information claims no bits.
    expect(new Set(mp3.subarray(at + 4, at + bytes))).toEqual(new Set([0]));
    seconds += 576 / rate;
    at += bytes;
    expect(at).toBeLessThanOrEqual(mp3.length);
  }
  return seconds;
}

test.each([
  [0.1, 104],
  [0.5, 494],
  [1, 988],
])('%d seconds of silence', (seconds, bytes) => {
  const mp3 = silentMp3(seconds);
  expect(mp3).toHaveLength(bytes);
  expect(lengthOf(mp3)).toBeCloseTo(seconds, 1);
});
