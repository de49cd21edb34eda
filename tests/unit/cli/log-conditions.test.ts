import { describe, expect, it } from 'vitest';
import { type LogArguments, logConditions } from '../../../src/cli/log-conditions.ts';
import type { KnownDevices } from '../../../src/known-devices.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import { AppError } from '../../../src/model/errors.ts';
import { device } from '../proxy/samples.ts';

const NOW = Date.UTC(2026, 10, 22, 6);
const phone = device({ id: 'ip:192.168.1.5' as DeviceId, name: 'Phone', groups: ['kids'] });
const laptop = device({ id: 'ip:192.168.1.6' as DeviceId, name: 'Laptop' });

const KNOWN: KnownDevices = {
  get: () => null,
  list: () => [phone, laptop],
  groups: ['kids', 'tvs'],
  named: (text) => {
    if (text === 'Phone') return phone;
    throw new AppError('INPUT_INVALID', `looking for the device "${text}"`);
  },
};

const read = (given: LogArguments) => logConditions(given, () => KNOWN, NOW);

describe('logConditions', () => {
  it.each<[LogArguments, object]>([
    [{}, {}],
    [{ unopened: false }, {}],
    [{ device: 'Phone' }, { device: 'ip:192.168.1.5' }],
    [{ device: 'mac:02:00:00:00:00:01' }, { device: 'mac:02:00:00:00:00:01' }],
    [{ group: 'kids' }, { devices: ['ip:192.168.1.5'] }],
    [{ group: 'tvs' }, { devices: [] }],
    [
      { site: 'https://Shop.example/x', host: 'a.test' },
      { page: 'shop.example', host: 'a.test' },
    ],
    [
      { tracker: 'Meta Pixel', action: 'block', type: 'image', rule: '||x^', list: 'a.txt' },
      { tracker: 'Meta Pixel', action: 'block', type: 'image', rule: '||x^', list: 'a.txt' },
    ],
    [
      { level: 'full', unopened: true, text: 'fbclid' },
      { level: 'full', unopened: true, text: 'fbclid' },
    ],
    [
      { since: '2h', until: '15m' },
      { since: NOW - 7_200_000, until: NOW - 900_000 },
    ],
    [{ since: '2026-03-01' }, { since: new Date(2026, 2, 1).getTime() }],
    [{ until: '2026-03-01 14:30' }, { until: new Date(2026, 2, 1, 14, 30).getTime() }],
    [{ since: '1790000000000' }, { since: 1_790_000_000_000 }],
  ])('%j: %j', (given, conditions) => {
    expect(read(given)).toEqual(conditions);
  });

  it.each<[LogArguments, string]>([
    [{ group: 'cats' }, 'reading --group: there is no group "cats"; there are: kids, tvs'],
    [{ device: 'Fridge' }, 'looking for the device "Fridge"'],
    [
      { since: 'yesterday' },
      'reading --since: "yesterday" is no time such as 15m, 7d, 2026-03-01 or 2026-03-01T14:30',
    ],
    [{ until: '2026-99-99' }, 'reading --until: "2026-99-99" is no time'],
  ])('%j is refused: %s', (given, message) => {
    expect(() => read(given)).toThrow(message);
  });

  it('asks for devices only where one is named', () => {
    const never = (): KnownDevices => {
      throw new Error('asked');
    };
    expect(logConditions({ host: 'a.test' }, never, NOW)).toEqual({ host: 'a.test' });
  });
});
