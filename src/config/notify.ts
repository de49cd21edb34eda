import { z } from 'zod';
import { NOTIFY_EVENTS } from '../model/notification.ts';

const webAddress = z.string().refine(isWebAddress, {
  message: 'must be an address such as "https://ntfy.sh/a-long-name-of-yours"',
});

/** What is told outside of the house, where, and how much of it. */
export const notify = z.strictObject({
  webhooks: z
    .array(
      z.strictObject({
        url: webAddress.describe('Where the object is sent.'),
        secret: z
          .string()
          .min(8)
          .optional()
          .describe('The key of the signature, 8 characters or more.'),
      }),
    )
    .prefault([])
    .describe(
      'Addresses that get a JSON object by POST: `{ url: ..., secret: ... }`. With a secret, `X-Eyelid-Signature` is the HMAC-SHA256 of the body under it.',
    ),
  ntfy: z
    .array(
      z.strictObject({
        url: webAddress.describe('The address of the topic.'),
        token: z.string().min(1).optional().describe('The access token, where one is needed.'),
      }),
    )
    .prefault([])
    .describe(
      'Topics of ntfy: `{ url: "https://ntfy.sh/a-long-name-of-yours", token: ... }`. Whoever knows the name of a public topic can read it.',
    ),
  events: z
    .array(z.enum(NOTIFY_EVENTS))
    .prefault([...NOTIFY_EVENTS])
    .describe(
      'What is told: `newTracker` a company that tried for the first time, `newDevice` a device that was never here, `listFailure` a list that cannot be updated, `brokenLog` events that are lost, `weekly` the week in a few sentences, on Mondays at eight.',
    ),
  detail: z
    .boolean()
    .prefault(false)
    .describe('Whether names of devices and sites may be told; without, only those of companies.'),
  perHour: z.int().min(1).max(60).prefault(6).describe('How many are sent in an hour at most.'),
});

/** No name and password in it: those belong into the token. */
function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.protocol === 'http:';
}
