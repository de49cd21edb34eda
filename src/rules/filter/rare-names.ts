/** What a rare condition with a value is on. */
export type RareKind = 'header' | 'requestHeader' | 'device' | 'group' | 'time' | 'expires';

/** The options that are rare conditions with a value, and what they are conditions on. */
export const RARE_NAMES: ReadonlyMap<string, RareKind> = new Map([
  ['header', 'header'],
  ['responseheader', 'header'],
  ['requestheader', 'requestHeader'],
  ['device', 'device'],
  ['client', 'device'],
  ['group', 'group'],
  ['ctag', 'group'],
  ['time', 'time'],
  ['expires', 'expires'],
]);

/** Those without: whether page and request must have the same hostname. */
export const SAME_HOST_NAMES: ReadonlyMap<string, boolean> = new Map([
  ['strict1p', true],
  ['strict-first-party', true],
  ['strict3p', false],
  ['strict-third-party', false],
]);
