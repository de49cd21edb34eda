import type { DeviceId } from '../../src/model/device.ts';
import type { Link, SiteInsight, TrackerInsight, Weeks } from '../../src/model/insight.ts';
import { device, NOW } from './status-ports.ts';

const DAY = 86_400_000;
const TODAY = Math.floor(NOW / DAY) * DAY;

function tried(count: number, stopped: number) {
  return { count, stopped };
}

const LAPTOP = { device: device().id, name: 'Laptop' };
const PHONE = { device: 'mac:f0:d1:a9:44:55:66' as DeviceId, name: "Anna's phone" };

/** An e-mail address on three sites from two devices, of which two tries went on. */
export const LINK: Link = {
  ...{ kind: 'email', mark: 'Zm9vYmFyYmF6', ...tried(14, 12) },
  sites: ['shop.example', 'books.example', 'travel.example'],
  devices: [LAPTOP, PHONE],
  trackers: ['Meta Pixel', 'TikTok Pixel'],
  ...{ first: TODAY - 5 * DAY, last: TODAY },
};

export const TRACKER: TrackerInsight = {
  ...{ tracker: 'Meta Pixel', ...tried(240, 231) },
  asked: [
    { name: 'browser id', ...tried(200, 195) },
    { name: 'hashed e-mail', ...tried(40, 36) },
  ],
  reports: [{ name: 'Purchase', ...tried(12, 12) }],
  sites: [
    { name: 'shop.example', ...tried(200, 195), asked: ['hashed e-mail', 'browser id'] },
    { name: 'books.example', ...tried(40, 36), asked: [] },
  ],
  devices: [{ ...LAPTOP, ...tried(240, 231) }],
  days: [
    { at: TODAY - DAY, ...tried(100, 100) },
    { at: TODAY, ...tried(140, 131) },
  ],
};

export const SITE: SiteInsight = {
  ...{ site: 'shop.example', ...tried(41, 41) },
  trackers: [
    {
      ...{ name: 'Meta Pixel', ...tried(40, 40) },
      ...{ asked: ['hashed e-mail', 'browser id'], reports: ['Purchase', 'AddToCart'] },
    },
    { name: 'Criteo', ...tried(1, 1), asked: [], reports: [] },
  ],
  devices: [{ ...LAPTOP, ...tried(41, 41) }],
  days: [{ at: TODAY, ...tried(41, 41) }],
};

export const WEEKS: Weeks = {
  ...{ since: NOW - 7 * DAY, until: NOW },
  trackers: [{ name: 'Meta Pixel', now: tried(240, 231), before: tried(120, 120) }],
  sites: [{ name: 'shop.example', now: tried(41, 41), before: tried(0, 0) }],
  devices: [{ ...LAPTOP, now: tried(240, 231), before: tried(120, 120) }],
  newTrackers: ['Criteo'],
};
