import { expect, test } from 'vitest';
import { utf8 } from '../../../../src/act/answer-bodies.ts';
import { withLoadAddress } from '../../../../src/act/stubs/load-address.ts';
import { mask, request } from '../samples.ts';

const url = 'https://connect.facebook.net/en_US/sdk.js';
const contentType = 'application/javascript; charset=utf-8';
const stub = { contentType, body: utf8("const LOAD = '__EYELID_LOAD__';") };
const asked = request({ url, type: 'script' });

function text(address: string | null, of = asked): string {
  return new TextDecoder().decode(withLoadAddress(stub, of, () => address).body);
}

test('the address stands where the stand-in looks for it', () => {
  expect(text(`${url}?a=$&b=$1`)).toBe(`const LOAD = '${url}?a=$&b=$1';`);
});

test.each([
  ['there is none', null],
  ['it could end the text', "https://a.test/'+alert(1)+'"],
  ['it could escape its end', 'https://a.test/\\'],
  ['it could end the script', 'https://a.test/</script>'],
  ['it holds a line break', 'https://a.test/\n'],
  ['it is no web address', 'javascript:alert(1)'],
])('nothing stands there where %s', (_why, address) => {
  expect(text(address)).toBe("const LOAD = '';");
});

test('only a script that is loaded as one is told', () => {
  expect(text(url, request({ url, type: 'xhr' }))).toBe("const LOAD = '';");
  expect(text(url, request({ url, type: 'script', types: mask('script', 'xhr') }))).toContain(url);
});

test('what has no place for it stays the same', () => {
  const plain = { contentType, body: utf8('void 0;') };
  expect(withLoadAddress(plain, asked, () => url)).toBe(plain);
});
