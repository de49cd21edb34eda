import { canonicalEmails, readEmail } from './email.ts';
import { phoneDigits } from './phone.ts';

/** A value in clear that may be an identifier, with the forms that it is looked up by. */
export interface PlainValue {
  readonly from: number;
  readonly to: number;
  readonly forms: readonly string[];
}

const BEFORE_AT = /[\w.+~-]{1,64}$/;
const AFTER_AT = /^[a-z0-9.-]{0,252}[a-z0-9]/i;
/** So many signs that may stand in an address are looked at: a text of nothing else is made to slow us down. */
const MAX_LOOKED = 4_000;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;
/** A form may write blanks as `+`. */
const PHONE = /(?<![\w.])\+?\(?\d(?:[ ()./+-]{0,2}\d){6,16}(?!\w)/g;

/** E-mail addresses and runs of digits like phone numbers. Linear: each is looked at with a bounded surrounding. */
export function* plainValuesIn(text: string): Generator<PlainValue> {
  yield* emailsIn(text);
  for (const { 0: written, index } of text.matchAll(PHONE)) {
    const digits = phoneDigits(written);
    if (digits !== null) yield { from: index, to: index + written.length, forms: [digits] };
  }
}

function* emailsIn(text: string): Generator<PlainValue> {
  let looked = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (!/[\w+~-]/.test(text[at - 1] ?? '') || !/[a-z0-9]/i.test(text[at + 1] ?? '')) continue;
    if (++looked > MAX_LOOKED) return;
    const local = BEFORE_AT.exec(text.slice(Math.max(0, at - MAX_LOCAL), at))?.[0];
    const domain = AFTER_AT.exec(text.slice(at + 1, at + 1 + MAX_DOMAIN))?.[0];
    if (local === undefined || domain === undefined) continue;
    const address = readEmail(`${local}@${domain}`);
    if (address === null) continue;
    const from = at - local.length;
    yield { from, to: at + 1 + domain.length, forms: canonicalEmails(address) };
  }
}
