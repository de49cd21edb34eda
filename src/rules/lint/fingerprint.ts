/**
 * A number that two different texts hardly ever share: 53 bits of two FNV-1a
 * hashes. A hundred thousand texts as keys of a map would take some 30 MB; who
 * finds the same number compares the texts themselves.
 */
export function fingerprint(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 15);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
