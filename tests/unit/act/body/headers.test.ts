import { expect, test } from 'vitest';
import { rewrittenHeaders } from '../../../../src/act/body/headers.ts';

test('what described the old body goes, the rest stays as it was', () => {
  const headers = [
    ...['Content-Type', 'text/html', 'CONTENT-LENGTH', '99', 'content-encoding', 'br'],
    ...['Transfer-Encoding', 'chunked', 'Trailer', 'Digest', 'ETag', '"1"'],
    ...['Last-Modified', 'x', 'Accept-Ranges', 'bytes', 'Content-MD5', 'x', 'Repr-Digest', 'x'],
    ...['Content-Digest', 'x', 'Digest', 'x', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
  ];
  expect(rewrittenHeaders(headers, 7)).toEqual([
    ...['Content-Type', 'text/html', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
    ...['Content-Length', '7'],
  ]);
});
