const UNKNOWN = 'a browser';

/** In this order: most browsers name the one they descend from, too. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome or Chromium'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b|\biPad\b|\biPod\b/, 'iPhone or iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bWindows\b/, 'Windows'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

/**
 * What a person calls the browser of a User-Agent header: "Firefox on Linux".
 * One of a few dozen texts of our own, whatever the header holds.
 */
export function browserName(userAgent: string): string {
  const family = named(FAMILIES, userAgent);
  const system = named(SYSTEMS, userAgent);
  return system === undefined ? (family ?? UNKNOWN) : `${family ?? UNKNOWN} on ${system}`;
}

function named(table: typeof FAMILIES, text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
