import { expect, test } from 'vitest';
import { isBodySigned } from '../../../../src/act/body-fields/signed-body.ts';

test.each([
  [['Authorization', 'AWS4-HMAC-SHA256 Credential=a, Signature=b'], true],
  [['X-Amz-Content-Sha256', 'e3b0c442'], true],
  [['x-amz-content-sha256', 'UNSIGNED-PAYLOAD', 'Authorization', 'AWS4-HMAC-SHA256 x'], false],
  [['Signature-Input', 'a=("@method" "content-digest");created=1'], true],
  [['Signature-Input', 'a=("@method" "@authority");created=1'], false],
  [['Authorization', 'Bearer AWS4-'], false],
  [['Content-Digest', 'sha-256=:x:'], false],
  [[], false],
])('%j: %s', (headers, signed) => {
  expect(isBodySigned(headers)).toBe(signed);
});
