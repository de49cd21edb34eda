/*
 * What the programs that keep a clock right say of it, each asked for in plain
 * English (LC_ALL=C). True: it follows a time server. False: it does not, or
 * not yet. Null: the text says neither.
 */

/**
 * `timedatectl show -p NTPSynchronized --value` (systemd): what the kernel
 * knows. No is no proof: not every program tells the kernel (chrony does so
 * with `rtcsync` only, OpenNTPD never).
 */
export function readTimedatectl(text: string): boolean | null {
  const word = text.trim();
  return word === 'yes' ? true : word === 'no' ? false : null;
}

/** `chronyc -n tracking` (chrony). The reference 127.127.1.1 is the machine's own clock. */
export function readChrony(text: string): boolean | null {
  const leap = /^Leap status\s*: (.+)$/m.exec(text)?.[1]?.trim();
  if (leap === undefined) return null;
  if (/^Reference ID\s*: (?:7F7F0101|127\.127\.1\.1)\b/im.test(text)) return false;
  return /^(?:Normal|Insert second|Delete second)$/.test(leap);
}

/** `ntpq -c rv` (NTP, NTPsec): the leap indicator of RFC 5905, as a word or as two bits; 3 is "unknown". */
export function readNtpq(text: string): boolean | null {
  if (/\bleap_alarm\b|\bleap=(?:11|3)\b|\bsync_unspec\b/.test(text)) return false;
  return /\bleap_(?:none|add_sec|del_sec)\b|\bleap=(?:00|01|10|0|1|2)\b/.test(text) ? true : null;
}

/** `ntpctl -s status` (OpenNTPD). */
export function readNtpctl(text: string): boolean | null {
  if (/\bclock unsynced\b/.test(text)) return false;
  return /\bclock synced\b/.test(text) ? true : null;
}
