/** Kinds of devices that are set up alike, in the order in which they are offered. */
export const PLATFORMS = [
  'apple-phone',
  'android',
  'windows',
  'mac',
  'linux',
  'firefox',
  'chromeos',
  'other',
] as const;
export type Platform = (typeof PLATFORMS)[number];

export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  'apple-phone': 'iPhone and iPad',
  android: 'Android',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
  firefox: 'Firefox on Linux',
  chromeos: 'Chromebook',
  other: 'TV, console, everything else',
};

/** Guesses from the User-Agent header; only to show the right steps first. */
export function platformOf(userAgent: string): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'apple-phone';
  if (userAgent.includes('Android')) return 'android';
  if (userAgent.includes('CrOS')) return 'chromeos';
  if (userAgent.includes('Mac OS X')) return 'mac';
  if (userAgent.includes('Windows')) return 'windows';
  if (!/Linux|X11/.test(userAgent) || /Tizen|Web0S|TV\b/i.test(userAgent)) return 'other';
  return userAgent.includes('Firefox/') ? 'firefox' : 'linux';
}

/** The platform of an address, where it is one. */
export function platformNamed(text: string | undefined): Platform | null {
  return PLATFORMS.find((platform) => platform === text) ?? null;
}
