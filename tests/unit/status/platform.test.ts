import { expect, test } from 'vitest';
import { PLATFORMS, platformNamed, platformOf } from '../../../src/status/platform.ts';

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari', 'apple-phone'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', 'apple-phone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari', 'mac'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome', 'android'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome', 'windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0.0.0', 'linux'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/143.0.0.0', 'chromeos'],
  ['Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) TV Safari', 'other'],
  ['Mozilla/5.0 (Web0S; Linux/SmartTV) Chrome', 'other'],
  ['curl/8.0', 'other'],
  ['', 'other'],
] as const)('%s is %s', (agent, platform) => {
  expect(platformOf(agent)).toBe(platform);
});

test('a platform is named by its own word only', () => {
  for (const platform of PLATFORMS) expect(platformNamed(platform)).toBe(platform);
  for (const other of [undefined, '', 'Windows', '__proto__']) {
    expect(platformNamed(other)).toBeNull();
  }
});
