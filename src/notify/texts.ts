import type { Device } from '../model/device.ts';
import type { Weeks } from '../model/insight.ts';
import type { ListStatus } from '../model/subscription.ts';

/** What is sent: a few words for the title, a sentence or two for the rest. */
export interface Words {
  readonly title: string;
  readonly text: string;
}

/** Companies that are new here, and with `detail` the sites on which they tried. */
export function newTrackerWords(
  companies: readonly { readonly name: string; readonly sites: readonly string[] }[],
  detail: boolean,
): Words {
  const names = enumerated(companies.map(({ name }) => name));
  const sites = [...new Set(companies.flatMap((one) => one.sites))];
  const where = detail && sites.length > 0 ? ` It was on ${enumerated(sites)}.` : '';
  const text = `${names} tried to learn something about this household for the first time.${where}`;
  return { title: companies.length === 1 ? 'a new tracker' : 'new trackers', text };
}

export function newDeviceWords(devices: readonly Device[], detail: boolean): Words {
  const names = enumerated(devices.map(({ name, address }) => name ?? address));
  const which = detail ? ` It is called ${names}.` : '';
  const text =
    devices.length === 1
      ? `A device that was never here before uses Eyelid.${which}`
      : `${devices.length} devices that were never here before use Eyelid.${detail ? ` They are called ${names}.` : ''}`;
  return { title: devices.length === 1 ? 'a new device' : 'new devices', text };
}

export function listFailureWords(lists: readonly ListStatus[]): Words {
  const names = enumerated(lists.map(({ title }) => `"${title.slice(0, 80)}"`));
  const without = lists.some(({ fetched }) => fetched === null);
  const text = `${names} cannot be updated. ${without ? 'Not all of them have a copy that is in force.' : 'The copy from before stays in force.'}`;
  return { title: 'a list fails', text };
}

export function brokenLogWords(trouble: string): Words {
  return { title: 'the log is broken', text: `${trouble} Devices are filtered as before.` };
}

/** The week in numbers, without a name. */
export function weekInNumbers({ trackers, newTrackers, devices, begun }: Weeks): string {
  const total = (key: 'now' | 'before') =>
    trackers.reduce((sum, tracker) => sum + tracker[key].count, 0);
  const stopped = trackers.reduce((sum, { now }) => sum + now.stopped, 0);
  const tried = trackers.filter(({ now }) => now.count > 0).length;
  const there = devices.filter(({ now }) => now.count > 0).length;
  return [
    `In the last week trackers tried ${times(total('now'))}: ${counted(tried, 'tracker')}, from ${counted(there, 'device')}.`,
    `They were stopped ${times(stopped)}.`,
    // A part of a week is nothing to compare with.
    ...(begun === undefined ? [`The week before they tried ${times(total('before'))}.`] : []),
    ...(newTrackers.length === 0 ? [] : [`New: ${counted(newTrackers.length, 'tracker')}.`]),
  ].join(' ');
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** "a, b and c"; of many the first three. Control characters would break a line. */
function enumerated(names: readonly string[]): string {
  const clean = names.map((name) => name.replace(/[\p{C}\s]+/gu, ' ').slice(0, 80));
  const shown = clean.length > 4 ? [...clean.slice(0, 3), `${clean.length - 3} more`] : clean;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
