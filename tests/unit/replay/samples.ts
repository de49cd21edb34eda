import type { DeviceId } from '../../../src/model/device.ts';
import type { PastExchange } from '../../../src/record/history.ts';

/** A Wednesday, five in the morning UTC. */
export const AT = Date.UTC(2026, 2, 4, 5);

/** An image of a tracker on a shop's page that passed untouched. */
export function past(changes: Partial<PastExchange> = {}): PastExchange {
  return {
    at: AT,
    device: 'mac:02:00:00:00:00:01' as DeviceId,
    deviceName: 'Phone',
    kind: 'https',
    method: 'GET',
    host: 't.tracker.example',
    port: 443,
    path: '/p?id&ev',
    page: 'shop.example',
    type: 'image',
    party: 'third',
    action: 'pass',
    rule: null,
    ...changes,
  };
}
