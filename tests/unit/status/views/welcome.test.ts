import { expect, test } from 'vitest';
import { platformOf } from '../../../../src/status/views/welcome.tsx';

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari', 'apple-phone'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', 'apple-phone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', 'mac'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome', 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome', 'windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox', 'linux'],
  ['curl/8.0', 'unknown'],
  ['', 'unknown'],
] as const)('%s is %s', (agent, platform) => {
  expect(platformOf(agent)).toBe(platform);
});
