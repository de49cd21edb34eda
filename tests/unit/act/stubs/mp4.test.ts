import { expect, test } from 'vitest';
import { greyPicture } from '../../../../src/act/stubs/h264.ts';
import { greyMp4 } from '../../../../src/act/stubs/mp4.ts';

const HOLDERS = new Set(['moov', 'trak', 'mdia', 'minf', 'dinf', 'stbl']);

/** All boxes by their path; what a box holds must be as long as it says. */
function boxesOf(bytes: Uint8Array, path = ''): ReadonlyMap<string, Uint8Array> {
  const boxes = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    expect(length).toBeGreaterThanOrEqual(8);
    expect(at + length).toBeLessThanOrEqual(bytes.length);
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + length);
    boxes.set(path + type, content);
    if (HOLDERS.has(type)) {
      for (const [inner, held] of boxesOf(content, `${path}${type}/`)) boxes.set(inner, held);
    }
    at += length;
  }
  return boxes;
}

const words = (box: Uint8Array | undefined): readonly number[] => {
  if (box === undefined) return [];
  const view = new DataView(box.buffer, box.byteOffset, box.length);
  return Array.from({ length: box.length >> 2 }, (_, i) => view.getUint32(4 * i));
};

test('one grey picture for a second, which the index finds', () => {
  const mp4 = greyMp4(1000);
  const boxes = boxesOf(mp4);
  expect([...boxes.keys()].filter((path) => !path.includes('/'))).toEqual(['ftyp', 'moov', 'mdat']);
  expect(words(boxes.get('moov/mvhd')).slice(3, 5)).toEqual([1000, 1000]);
  expect(words(boxes.get('moov/trak/mdia/mdhd')).slice(3, 5)).toEqual([1000, 1000]);
  const stbl = 'moov/trak/mdia/minf/stbl/';
  expect(words(boxes.get(`${stbl}stts`))).toEqual([0, 1, 1, 1000]);
  const [, size = 0, count] = words(boxes.get(`${stbl}stsz`));
  const [, chunks, offset = 0] = words(boxes.get(`${stbl}stco`));
  expect([count, chunks]).toEqual([1, 1]);
  const { slice, sps, pps } = greyPicture();
  expect([...mp4.subarray(offset, offset + size)]).toEqual([0, 0, 0, slice.length, ...slice]);
  expect(offset + size).toBe(mp4.length);
  const config = [...(boxes.get(`${stbl}stsd`) ?? [])].join();
  expect(config).toContain(sps.join());
  expect(config).toContain(pps.join());
});

test('as long as asked', () => {
  expect(words(boxesOf(greyMp4(2500)).get('moov/mvhd'))[4]).toBe(2500);
});
