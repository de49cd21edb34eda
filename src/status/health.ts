import type { Device } from '../model/device.ts';
import type { Pause } from '../model/pause.ts';
import type { RuleListInfo } from '../model/rule.ts';
import type { ListStatus } from '../model/subscription.ts';

/** What the state of the program is judged by. Times are milliseconds since the epoch. */
export interface HealthFacts {
  /** What was carried in the last 24 hours. */
  readonly carried: number;
  readonly devices: readonly Device[];
  /** How many devices have shown, with any program, that they trust the certificate. */
  readonly trusting: number;
  /** Each page tells of them above all else, so they are no findings. */
  readonly pauses: readonly Pause[];
  readonly rules: { readonly size: number; readonly lists: readonly RuleListInfo[] };
  readonly subscriptions: readonly ListStatus[];
  readonly droppedEvents: number;
  /** Of the log's opening; sentences that begin small. */
  readonly logTroubles: readonly string[];
  readonly certificateNotAfter: number;
  /** False while the first-run code still opens the page. */
  readonly hasPassword: boolean;
  readonly now: number;
}

/** bad: something does not work. note: it works, and a person should know this of it. */
export interface Finding {
  readonly tone: 'bad' | 'note';
  /** One sentence. */
  readonly text: string;
  readonly link: { readonly address: string; readonly words: string };
}

export interface Health {
  /** waiting: nothing was carried yet. */
  readonly state: 'good' | 'note' | 'bad' | 'waiting';
  /** The answer to "is it working", a short sentence. */
  readonly headline: string;
  /** The bad ones first. */
  readonly findings: readonly Finding[];
}

const DAY = 24 * 3_600_000;
/** A device's certificate should be replaced in peace. */
const CERTIFICATE_DAYS = 30;
/** Lists change daily; one as old as this misses a lot. */
const LIST_DAYS = 14;

/** Is it working? Says so, and all that stands against it. */
export function healthOf(facts: HealthFacts): Health {
  const found = [
    ...ofRules(facts),
    ...ofLists(facts),
    ...ofLog(facts),
    ...ofCertificate(facts),
    ...ofDevices(facts),
    ...ofAccess(facts),
  ];
  const findings = [
    ...found.filter(({ tone }) => tone === 'bad'),
    ...found.filter(({ tone }) => tone === 'note'),
  ];
  const isPaused = facts.pauses.some(({ target }) => target === 'all');
  const worst = findings[0]?.tone ?? (isPaused ? 'note' : 'good');
  if (worst !== 'bad' && facts.carried === 0) {
    const headline = 'Eyelid is ready, and no device has sent anything through it in 24 hours.';
    return { state: 'waiting', headline, findings };
  }
  return { state: worst, headline: headlineOf(worst, findings.length, isPaused), findings };
}

function headlineOf(worst: 'good' | 'note' | 'bad', count: number, isPaused: boolean): string {
  if (worst === 'bad') return 'Something needs you.';
  if (isPaused) return 'Eyelid is paused.';
  if (worst === 'good') return 'Eyelid is working.';
  return `Eyelid is working. ${count === 1 ? 'One thing is' : `${count} things are`} worth knowing.`;
}

function bad(text: string, address: string, words: string): Finding {
  return { tone: 'bad', text, link: { address, words } };
}

function note(text: string, address: string, words: string): Finding {
  return { tone: 'note', text, link: { address, words } };
}

function ofRules({ rules: { size, lists } }: HealthFacts): readonly Finding[] {
  const none =
    size === 0 ? [bad('No rule is in force, so nothing is blocked.', '/rules', 'Rules')] : [];
  const stale = lists
    .filter((list) => list.stale)
    .map(({ list }) =>
      bad(`${list} cannot be read; its last good version is in force.`, '/rules', 'See why'),
    );
  const wrong = lists.reduce(
    (sum, { problems }) => sum + problems.filter(({ severity }) => severity === 'error').length,
    0,
  );
  if (wrong === 0) return [...none, ...stale];
  const text = `${lines(wrong)} of the rule files ${wrong === 1 ? 'is' : 'are'} not in force.`;
  return [...none, ...stale, note(text, '/rules', 'See which')];
}

function lines(count: number): string {
  return count === 1 ? 'One line' : `${count} lines`;
}

function ofLists({ subscriptions, now }: HealthFacts): readonly Finding[] {
  return subscriptions.flatMap(({ title, rules, failing, fetched }) => {
    if (failing && rules === null) {
      return [bad(`The list ${title} could not be downloaded.`, '/lists', 'See why')];
    }
    const days = fetched === null ? 0 : Math.floor((now - fetched) / DAY);
    const age = `its copy is ${days === 1 ? 'a day' : `${days} days`} old`;
    if (days >= LIST_DAYS)
      return [bad(`The list ${title} is out of date: ${age}.`, '/lists', 'Lists')];
    if (!failing) return [];
    const text = `The list ${title} could not be updated; ${age}.`;
    return [note(text, '/lists', 'See why')];
  });
}

function ofLog({ droppedEvents, logTroubles }: HealthFacts): readonly Finding[] {
  const opening = logTroubles.map((text) =>
    note(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`, '/log', 'Log'),
  );
  if (droppedEvents === 0) return opening;
  const what = droppedEvents === 1 ? 'One exchange is' : `${droppedEvents} exchanges are`;
  const text = `${what} missing in the log, since the disk did not take them. They were filtered all the same.`;
  return [...opening, bad(text, '/log', 'Log')];
}

function ofCertificate({ certificateNotAfter, now }: HealthFacts): readonly Finding[] {
  const days = Math.floor((certificateNotAfter - now) / DAY);
  if (days >= CERTIFICATE_DAYS) return [];
  if (certificateNotAfter <= now) {
    const text =
      'The certificate has expired, so devices refuse it. Make a new one: eyelid ca rotate.';
    return [bad(text, '/welcome', 'Certificate')];
  }
  const left = days === 0 ? 'today' : days === 1 ? 'in a day' : `in ${days} days`;
  const text = `The certificate expires ${left}. Make the one that follows it: eyelid ca rotate.`;
  return [note(text, '/welcome', 'Certificate')];
}

function ofDevices({ carried, devices, trusting }: HealthFacts): readonly Finding[] {
  const observed = devices.filter(({ mode }) => mode === 'observe').length;
  const whom = observed === 1 ? 'One device is' : `${observed} devices are`;
  const observing = note(
    `${whom} only observed: what a rule would have stopped there went on.`,
    '/devices',
    'Devices',
  );
  const closed = note(
    'No device has shown yet that it trusts the certificate, so trackers are blocked by host name only.',
    '/devices/add',
    'Set one up',
  );
  const opened =
    trusting > 0 || devices.some(({ level }) => level === 'trackers' || level === 'full');
  return [
    ...(observed === 0 ? [] : [observing]),
    ...(opened || carried === 0 || devices.length === 0 ? [] : [closed]),
  ];
}

function ofAccess({ hasPassword }: HealthFacts): readonly Finding[] {
  if (hasPassword) return [];
  return [note('The first-run code still opens this page.', '/settings', 'Set a password')];
}
