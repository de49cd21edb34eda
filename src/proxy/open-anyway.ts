import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeviceId } from '../model/device.ts';
import { formFields } from '../model/fields.ts';
import { parseHostname } from '../model/terms.ts';
import type { Passes } from './passes.ts';
import { readWhole } from './request-body.ts';

/** Where the button of the explanation page posts to, on the internal name. */
export const OPEN_ANYWAY_PATH = '/open-anyway';

/**
 * Answers the button of the explanation page: opens the page's host for the
 * device and sends the browser back to it. Rejects where the client leaves.
 */
export async function openAnyway(
  request: IncomingMessage,
  response: ServerResponse,
  device: DeviceId,
  passes: Passes,
): Promise<void> {
  const bytes = await readWhole(request);
  const fields = formFields(bytes?.toString('utf8') ?? '');
  const read = (name: string) => fields.find((field) => field.name === name)?.value ?? '';
  const url = pageUrl(read('url'));
  const hostname = url === null ? null : parseHostname(url.hostname);
  if (url === null || hostname === null || !passes.redeem(device, hostname, read('pass'))) {
    const text = 'This button is too old, or is not for this device. Load the page again.\n';
    response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    return;
  }
  response.writeHead(303, { Location: url.href, 'Cache-Control': 'no-store' }).end();
}

function pageUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}
