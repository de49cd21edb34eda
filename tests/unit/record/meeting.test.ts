import { expect, test } from 'vitest';
import type { LogFilter } from '../../../src/model/log.ts';
import { createResolver } from '../../../src/record/filter.ts';
import { createMeeting } from '../../../src/record/meeting.ts';
import { DAY_MS, device, event, HOUR, logOf } from './samples.ts';

const DAY = Math.floor(HOUR / DAY_MS);

test('it is known on which days facts met, and that they never did', () => {
  const phone = { device: device('ip:phone'), page: 'shop.example', tracker: 'Meta Pixel' };
  const tv = {
    device: device('ip:tv'),
    page: 'tv.example',
    tracker: 'TV maker',
    type: 'xhr' as const,
  };
  const log = logOf([
    event({ ...phone, at: HOUR }),
    event({ ...phone, at: HOUR + 3 * DAY_MS }),
    event({ ...phone, at: HOUR + 5 * DAY_MS, type: 'script' }),
    event({ ...tv, at: HOUR + 4 * DAY_MS }),
  ]);
  const meeting = createMeeting(log.db);
  const resolve = createResolver(log.db);
  const met = (filter: Partial<LogFilter>) => {
    const resolved = resolve({ ...filter, limit: 1 });
    return resolved === null ? 'unknown word' : meeting(resolved.conditions);
  };
  const span = (first: number, last: number) => ({ first: DAY + first, last: DAY + last });
  expect(met({ device: 'ip:phone', tracker: 'Meta Pixel' })).toEqual(span(0, 5));
  expect(met({ device: 'ip:phone', type: 'script' })).toEqual(span(5, 5));
  expect(met({ device: 'ip:tv', tracker: 'Meta Pixel' })).toBeNull();
  expect(met({ devices: ['ip:tv', 'ip:phone'], tracker: 'TV maker' })).toEqual(span(4, 4));
  // Both pairs met, but never on the same day.
  expect(met({ device: 'ip:phone', page: 'shop.example', type: 'xhr' })).toBeNull();
  expect(met({ type: 'script' })).toBe('always');
});
