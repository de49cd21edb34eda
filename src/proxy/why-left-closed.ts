import type { TunnelReason } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { Destination, Hostname } from '../model/terms.ts';
import type { FirstContact } from './first-contact.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';

export interface LeaveClosedTools {
  readonly parts: Pick<ProxyParts, 'rules'>;
  readonly settings: Pick<ProxySettings, 'internal'>;
  readonly firstContact: Pick<FirstContact, 'with'>;
}

/**
 * Why a connection that may be opened is left closed all the same, because of
 * the host it goes to; null where it is opened. Never rejects.
 */
export async function whyLeftClosed(
  { device, destination }: { readonly device: Device; readonly destination: Destination },
  sni: Hostname | null,
  { parts, settings, firstContact }: LeaveClosedTools,
): Promise<TunnelReason | null> {
  const name = sni ?? destination.hostname;
  const names = [name, destination.hostname];
  if (names.includes(settings.internal)) return null;
  // What is blocked by name is answered here, and nothing of it goes out.
  const rules = parts.rules();
  const enforced = device.mode !== 'observe';
  if (enforced && names.some((one) => rules.matchHost(one, device) !== null)) return null;
  const contact = await firstContact.with(destination, name);
  return contact === 'bad' ? 'upstream-certificate' : null;
}
