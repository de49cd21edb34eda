import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Authority } from './certs/authority.ts';
import { toMobileconfig } from './certs/formats.ts';
import { readNext } from './certs/rotation.ts';
import type { Config } from './config/schema.ts';
import type { Settings } from './config/settings.ts';
import { isRandomMac } from './device/mac.ts';
import type { Neighbours } from './device/neighbours.ts';
import type { DeviceRegistry } from './device/registry.ts';
import { devicesPort } from './devices-port.ts';
import type { Home } from './home.ts';
import { learntFile } from './learning.ts';
import { learntPort } from './learnt-port.ts';
import { listsPort } from './lists.ts';
import type { Log } from './log.ts';
import type { DeviceId } from './model/device.ts';
import type { RecentReader } from './model/recent.ts';
import { addresses, addressesOf } from './own-addresses.ts';
import { type OpenPauses, pausesPort } from './pausing.ts';
import { INTERNAL_NAME, PROBE_ADDRESS } from './proxy-settings.ts';
import type { OpenLogReader } from './record/log-reader.ts';
import type { Recorder } from './record/recorder.ts';
import type { RuleDesks } from './rule-desks.ts';
import type { RuleLoader } from './rules/loader.ts';
import type { Subscriptions } from './rules/subscribe/subscriptions.ts';
import { rulesPort } from './rules-port.ts';
import { settingsPort } from './settings.ts';
import { openSharing } from './sharing.ts';
import type { AccessStore } from './status/login-stores.ts';
import type {
  IdentifiersPort,
  OncePort,
  OperationsPort,
  ProgramsPort,
  StatusPorts,
} from './status/ports.ts';
import { fileSessionStore } from './status/session-file.ts';
import { fileTokenStore } from './status/token-file.ts';
import { createTokens } from './status/tokens.ts';
import { ownerOf } from './trackers/company.ts';
import { VERSION } from './version.ts';

/** What the page is wired from: parts that were started, and what it is told of them. */
export interface StatusSources {
  readonly home: Home;
  readonly config: Config;
  readonly log: Log;
  readonly now: () => number;
  /** The ports that were had in the end; 0 until then. */
  readonly ports: { readonly proxy: number; readonly status: number };
  readonly access: AccessStore;
  readonly authority: Authority;
  readonly recorder: Recorder;
  readonly reader: OpenLogReader;
  readonly devices: DeviceRegistry;
  readonly neighbours: Neighbours;
  readonly pausing: OpenPauses;
  readonly programs: ProgramsPort;
  readonly rules: RuleLoader;
  readonly ruleDesks: RuleDesks;
  readonly once: OncePort;
  readonly recent: RecentReader;
  readonly lists: Subscriptions;
  readonly identifiers: IdentifiersPort;
  readonly operations: OperationsPort;
  readonly chosen: Settings;
  readonly logTroubles: readonly string[];
  /** What the log takes on the disk, without what is free in it. */
  readonly logBytes: () => number;
  /** Removes what parts other than the registry keep of a device. */
  readonly forgetTraces: (id: DeviceId) => void;
  readonly domainOf: (hostname: string) => string;
}

/** All that the page may see and change. */
export function statusPortsOf(from: StatusSources): Omit<StatusPorts, 'notifications'> {
  const { home, config, log, now, ports, authority, rules } = from;
  return {
    log: from.reader,
    feed: from.recorder,
    devices: {
      ...devicesPort(from.devices, from.forgetTraces),
      isRandomMac,
      sharing: openSharing(from.neighbours),
    },
    pauses: pausesPort(from.pausing, now),
    programs: from.programs,
    ruleFiles: from.ruleDesks.files,
    rules: rulesPort(rules, home.rules, from.ruleDesks.inTurn, (id) => from.devices.get(id)),
    once: from.once,
    recent: from.recent,
    lists: listsPort(from.lists),
    learnt: learntPort(learntFile(home), now, () => rules.reload()),
    identifiers: from.identifiers,
    ownerOf,
    droppedEvents: () => from.recorder.dropped,
    logTroubles: from.logTroubles,
    authority: { ...authority, mobileconfig: toMobileconfig(authority) },
    nextAuthority: () => readNext(home.certs),
    access: from.access,
    sessions: fileSessionStore(join(home.data, 'sessions.json'), from.access),
    runtime: settingsPort(from.chosen, from.logBytes),
    operations: from.operations,
    tokens: createTokens({ store: fileTokenStore(home.data), now, random: randomBytes }),
    settings: {
      internalName: INTERNAL_NAME,
      probeAddress: PROBE_ADDRESS,
      get trustedLevel() {
        return from.chosen.current.levels.trusted;
      },
      hostNames: () => [...config.status.hosts, hostname().toLowerCase(), ...addresses()],
      addresses: () => addressesOf(config.listen.proxy.address),
      get proxyPort() {
        return ports.proxy;
      },
      get statusPort() {
        return ports.status;
      },
      get pacFallback() {
        return from.chosen.current.pac.fallback;
      },
      get sessionDays() {
        return from.chosen.current.status.sessionDays;
      },
      get guest() {
        return from.chosen.current.status.guest;
      },
      version: VERSION,
    },
    domainOf: from.domainOf,
    now,
    random: randomBytes,
    reportError: (error) => log.error({ error: String(error) }, 'a fault of the page'),
  };
}
