import { createHmac } from 'node:crypto';
import type { Notification, NotifyTarget } from '../model/notification.ts';

/** A POST that carries a notification. */
export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A webhook gets a JSON object of five fields and, where a secret is set, the
 * HMAC-SHA256 of the body under it in `X-Eyelid-Signature: sha256=...`, so that
 * the other end knows who sent it. ntfy gets the text as the body and the title
 * as a header (docs.ntfy.sh/publish, "Message title" and "Access tokens").
 */
export function messageFor(target: NotifyTarget, notification: Notification): Message {
  const { kind, url, secret } = target;
  const { event, at, title, text } = notification;
  if (kind === 'ntfy') {
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', Title: `Eyelid: ${title}` };
    const access = secret === null ? {} : { Authorization: `Bearer ${secret}` };
    return { url, headers: { ...headers, ...access }, body: text };
  }
  const body = JSON.stringify({ version: 1, event, at: new Date(at).toISOString(), title, text });
  const headers = { 'Content-Type': 'application/json' };
  const signed = secret === null ? {} : { 'X-Eyelid-Signature': signature(body, secret) };
  return { url, headers: { ...headers, ...signed }, body };
}

function signature(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
