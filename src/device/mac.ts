/**
 * Reads a MAC address of one network card, with colons or dashes; returned in
 * lower case with colons. Null for everything else, for the empty address
 * (which stands for "not known yet") and for group addresses (IEEE 802: the
 * lowest bit of the first octet).
 */
export function parseMac(text: string): string | null {
  const plain = text.toLowerCase().replaceAll('-', ':');
  if (!/^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/.test(plain)) return null;
  return plain === '00:00:00:00:00:00' ? null : plain;
}

/**
 * True for a MAC that the device made up itself, as phones do for each network
 * (the second hexadecimal digit is 2, 6, A or E: IEEE 802, "locally
 * administered"). It may be another one after the network was forgotten.
 */
export function isRandomMac(mac: string): boolean {
  return /^[0-9a-f][26ae]/i.test(mac);
}
