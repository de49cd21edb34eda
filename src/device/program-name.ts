/** Longer names are cut; nobody reads them. */
const MAX_NAME = 40;

/**
 * Browsers by the word that only they use, most special first: nearly all call
 * themselves Mozilla, and most Chrome and Safari too.
 */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
  [/\bVersion\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];

/** What an app's own web view adds to a browser's words. */
const WEB_VIEW = /;\s*wv\)|\bFB_IAB\b|\bFBAN\/|\bInstagram\b/;

/**
 * A short name for the program behind a User-Agent, or null where it says
 * nothing. Web views of apps say the browser's name and share its fingerprint,
 * so theirs is no name for a program.
 */
export function programName(userAgent: string): string | null {
  const text = userAgent.slice(0, 500);
  if (WEB_VIEW.test(text)) return null;
  if (/^Mozilla\//.test(text)) return BROWSERS.find(([word]) => word.test(text))?.[1] ?? null;
  const product =
    /^[^/(;]+/
      .exec(text)?.[0]
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim() ?? '';
  return product === '' ? null : product.slice(0, MAX_NAME);
}
