/** The longest address: RFC 5321 section 4.5.3.1.3, less the brackets. */
const MAX_LENGTH = 254;
const ADDRESS = /^[^\s@"<>(),;:\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z]{2,63}$/i;
const GMAIL = new Set(['gmail.com', 'googlemail.com']);

/** The address without blanks around it; null for what is none. */
export function readEmail(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= MAX_LENGTH && ADDRESS.test(trimmed) ? trimmed : null;
}

/**
 * The forms of an address that are hashed. All vendors trim and lower-case it
 * (Meta, "Customer information parameters"; TikTok, "Advanced matching").
 * Google removes the dots before gmail.com and googlemail.com too ("Enhanced
 * conversions: normalize and hash"), and makers of shared ids also drop what
 * stands behind a plus. Some scripts hash what was typed, or put it in capitals.
 */
export function emailForms(address: string): readonly string[] {
  const canonical = [address, ...canonicalEmails(address)];
  return [...new Set([...canonical, address.toUpperCase()])];
}

/** Lower-cased, and then without dots and tags: what two ways to write one mailbox have in common. */
export function canonicalEmails(address: string): readonly string[] {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const local = lower.slice(0, at);
  const domain = lower.slice(at + 1);
  const locals = [local, withoutTag(local)];
  const forms = locals.map((name) => `${name}@${domain}`);
  if (!GMAIL.has(domain)) return [...new Set(forms)];
  const dotless = locals.map((name) => name.replaceAll('.', ''));
  const both = [...GMAIL].flatMap((name) => [...locals, ...dotless].map((one) => `${one}@${name}`));
  return [...new Set([...forms, ...both])];
}

/** `ana+shop` is the mailbox of `ana`. */
function withoutTag(local: string): string {
  const plus = local.indexOf('+');
  return plus < 1 ? local : local.slice(0, plus);
}

/** `a…@g…`: enough to know one's own by. */
export function maskEmail(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return `${first(address)}…@${first(domain)}…`;
}

function first(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0x2a);
}
