import { expect, test } from 'vitest';
import { greyPicture } from '../../../../src/act/stubs/h264.ts';

/** Reads the bits after the byte that names the kind of unit. */
function reader(unit: readonly number[]) {
  const all = unit
    .slice(1)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  let at = 0;
  const bits = (count: number): number => {
    at += count;
    return Number.parseInt(all.slice(at - count, at), 2);
  };
  const ue = (): number => {
    let zeros = 0;
    while (all[at + zeros] === '0') zeros += 1;
    at += zeros;
    return bits(zeros + 1) - 1;
  };
  return { bits, ue, rest: () => all.slice(at) };
}

const { sps, pps, slice } = greyPicture();

test('the sequence: Baseline, level 1, one macroblock wide and high', () => {
  const { bits, ue, rest } = reader(sps);
  expect([sps[0], bits(8), bits(8), bits(8)]).toEqual([0x67, 66, 0xc0, 10]);
  expect([ue(), ue(), ue(), ue(), bits(1)]).toEqual([0, 0, 2, 0, 0]);
  expect([ue(), ue(), bits(1)]).toEqual([0, 0, 1]);
  // Three flags, and the end.
  expect(rest()).toMatch(/^0001?0*$/);
});

test('the picture: nothing but what prediction gives', () => {
  const { bits, ue, rest } = reader(slice);
  expect([slice[0], ue(), ue(), ue(), bits(4)]).toEqual([0x65, 0, 7, 0, 0]);
  expect([ue(), bits(2), ue()]).toEqual([0, 0, 0]);
  expect([ue(), ue(), ue()]).toEqual([3, 0, 0]);
  // No coefficients, and the end.
  expect(rest()).toMatch(/^110*$/);
});

test('no unit holds what only starts a unit or has to be escaped', () => {
  for (const unit of [sps, pps, slice]) expect(unit.join()).not.toMatch(/\b0,0,[0-3]\b/);
  expect(pps[0]).toBe(0x68);
});
