import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { QrCode } from '../../../../src/status/views/qr-code.tsx';

/** The dark modules that a path covers, as lines of `#` and `.`. */
function drawn(svg: string): readonly string[] {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const dark = Array.from({ length: size }, () => Array<string>(size).fill('.'));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    dark[Number(y)]?.fill('#', Number(x), Number(x) + Number(width));
  }
  return dark.map((line) => line.join(''));
}

test.each([
  'http://192.168.1.2:8081/welcome',
  'http://[fd12:3456:789a:1::2]:8081/welcome',
  'http://10.0.0.1/welcome',
])('draws the code of %s with four quiet modules around it', (text) => {
  const svg = (<QrCode text={text} label="a code" />).toString();
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const lines = drawn(svg);
  expect(lines).toHaveLength(size + 8);
  expect(lines.slice(4, -4).map((line) => line.slice(4, -4))).toEqual(
    data.map((line) => line.map((dark) => (dark ? '#' : '.')).join('')),
  );
  const around = [...lines.slice(0, 4), ...lines.slice(-4)].join('');
  expect(around + lines.map((line) => line.slice(0, 4) + line.slice(-4)).join('')).not.toContain(
    '#',
  );
  expect(svg).toContain('role="img" aria-label="a code"');
  expect(svg.length).toBeLessThan(12_000);
});
