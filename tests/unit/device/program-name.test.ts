import fc from 'fast-check';
import { expect, it } from 'vitest';
import { programName } from '../../../src/device/program-name.ts';

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0';

it.each([
  [`${CHROME} Safari/537.36`, 'Chrome'],
  [`${CHROME} Safari/537.36 Edg/156.0.0.0`, 'Edge'],
  [`${CHROME} Safari/537.36 OPR/120.0`, 'Opera'],
  [`${SAFARI} Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari'],
  [`${SAFARI} CriOS/156.0 Mobile/15E148 Safari/604.1`, 'Chrome'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36 Chrome/156.0 Mobile', null],
  [`${SAFARI} Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]`, null],
  ['Mozilla/5.0 (SMART-TV; Linux)', null],
  ['curl/7.88.1', 'curl'],
  ['Wget/1.21.3', 'Wget'],
  ['Python-urllib/3.11', 'Python-urllib'],
  ['My App/3.2 CFNetwork/1568.100.1 Darwin/24.0.0', 'My App'],
  ['Dalvik/2.1.0 (Linux; U; Android 15)', 'Dalvik'],
  ['okhttp', 'okhttp'],
  ['', null],
  [' \u0007/1', null],
  ['x'.repeat(600), 'x'.repeat(40)],
])('%s is %s', (userAgent, name) => {
  expect(programName(userAgent)).toBe(name);
});

it('of any text is short and can be shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      expect(programName(text) ?? 'none').toMatch(/^[^\p{Cc}]{1,40}$/u);
    }),
  );
});
