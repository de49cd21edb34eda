import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Authority, openAuthority } from './certs/authority.ts';
import { LeafStore } from './certs/leaf-store.ts';
import { createClassifier } from './classifier.ts';
import type { Config } from './config/schema.ts';
import { kernelNeighbours, Neighbours } from './device/neighbours.ts';
import { DeviceRegistry } from './device/registry.ts';
import { openNames } from './device-names.ts';
import type { Home } from './home.ts';
import { openIdentifiers } from './identifiers.ts';
import { createLazyPage } from './lazy-page.ts';
import { Learning, learntFile } from './learning.ts';
import { listDownload, openRoster } from './lists.ts';
import type { Log } from './log.ts';
import type { Level } from './model/device.ts';
import { openNotifying } from './notifying.ts';
import { openOperations } from './operations.ts';
import { reachable } from './own-addresses.ts';
import { openPauses } from './pausing.ts';
import { OnceAllows } from './proxy/once.ts';
import type { ProxyParts } from './proxy/ports.ts';
import { homeRanges } from './proxy/ranges.ts';
import { ProxyServer } from './proxy/server.ts';
import { INTERNAL_NAME, PROBE_ADDRESS, proxySettings } from './proxy-settings.ts';
import { openRecent } from './recent.ts';
import { openDatabase } from './record/database.ts';
import { SqliteDeviceStore } from './record/devices.ts';
import { forgetInLog } from './record/forget.ts';
import { openLogReader } from './record/log-reader.ts';
import { forgetProofsOfOthers } from './record/proofs.ts';
import { Recorder } from './record/recorder.ts';
import { Retention } from './record/retention.ts';
import { usedBytes } from './record/used-bytes.ts';
import { openRuleCompiling } from './rule-compiling.ts';
import { openRuleDesks } from './rule-desks.ts';
import { explainRule } from './rules/explain.ts';
import { RuleLoader } from './rules/loader.ts';
import { UNHURRIED } from './rules/slices.ts';
import { Subscriptions } from './rules/subscribe/subscriptions.ts';
import { liveDefaults, liveLogSettings, openSettings } from './settings.ts';
import { firstRunCode } from './status/access.ts';
import { fileAccessStore } from './status/access-file.ts';
import { StatusServer } from './status/server.ts';
import { statusPortsOf } from './status-ports.ts';
import { openTelling } from './telling.ts';
import { decode } from './trackers/decode.ts';
import { trackerOf } from './trackers/directory.ts';
import { decodeRemoved } from './trackers/removed.ts';
import { openPrograms } from './trust.ts';

/** Counters are small; they tell of trends long after the rows are gone. */
const COUNTER_DAYS = 400;

/** What a person needs to know once everything runs. */
export interface Started {
  readonly proxy: string;
  readonly page: string;
  /** Where steered connections arrive. */
  readonly transparent: readonly string[];
  readonly authority: Authority;
  /** Null once a password is set. */
  readonly code: string | null;
}

export interface App {
  /** Takes down what was built, in reverse order; events are flushed. */
  stop(): Promise<void>;
  readonly started: Started;
}

/**
 * Builds every part, wires them and starts them in the order in which they
 * need each other. Whatever fails, what was already started is stopped again.
 * `inherited` are descriptors of transparent sockets that are open already.
 */
export async function startApp(
  home: Home,
  config: Config,
  log: Log,
  inherited: readonly number[],
): Promise<App> {
  const closers: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    return { started: await build(home, config, log, inherited, closers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  home: Home,
  config: Config,
  log: Log,
  inherited: readonly number[],
  closers: (() => void | Promise<void>)[],
): Promise<Started> {
  const now = Date.now;
  const warn = (message: string): void => log.warn({}, message);
  const authority = openAuthority(home.certs, now);
  const classify = createClassifier(now);

  // Remember: the log and what it is read by.
  const troubles: string[] = [];
  const db = openDatabase(join(home.data, 'events.db'), (message) => {
    troubles.push(message);
    warn(message);
  });
  closers.push(() => void db.close());
  const chosen = openSettings(home, config, warn, now);
  chosen.start();
  closers.push(() => chosen.close());
  const logSettings = liveLogSettings(chosen, COUNTER_DAYS);
  const recorder = new Recorder({ db, settings: logSettings, domainOf: classify.domainOf, warn });
  closers.push(() => recorder.close());
  const retention = new Retention({ db, settings: logSettings, now, warn });
  retention.start();
  closers.push(() => retention.close());
  const recent = openRecent(logSettings, now);
  closers.push(() => recent.close());
  const operations = openOperations(recorder);
  closers.push(() => operations.close());
  const reader = openLogReader(db, warn);
  closers.push(() => reader.close());

  // Who: devices.
  const neighbours = new Neighbours(kernelNeighbours());
  await neighbours.start();
  closers.push(() => neighbours.close());
  const naming = openNames(config, now);
  closers.push(() => naming.close());
  const store = new SqliteDeviceStore(db, warn);
  const devices = new DeviceRegistry({
    store,
    neighbours,
    configured: config.devices,
    groups: config.groups,
    defaults: liveDefaults(chosen),
    names: naming.names,
    now,
  });
  closers.push(() => devices.close());
  chosen.onChange(() => devices.refresh());
  // The command line writes to the same store from a process of its own.
  const follow = setInterval(() => {
    if (store.changedElsewhere()) devices.reload();
  }, 1_000).unref();
  closers.push(() => clearInterval(follow));
  forgetProofsOfOthers(db, authority.fingerprint, warn);
  const programs = openPrograms(db, warn, now);
  programs.start();
  closers.push(() => programs.close());
  const pausing = openPauses(db, config, log, now);
  closers.push(() => pausing.close());

  const own = openIdentifiers(home, log, now);
  closers.push(() => own.close());

  // Says who: rules.
  const compiling = await openRuleCompiling(home, log);
  closers.push(() => compiling.close());
  const roster = openRoster(home, config, warn);
  const rules = await RuleLoader.open(home.rules, {
    log,
    domainOf: classify.domainOf,
    lists: roster,
    learnt: learntFile(home),
    compileFilters: compiling.compileFilters,
    parseSignatures: compiling.parseSignatures,
    now,
  });
  compiling.letRequestsFirst();
  closers.push(async () => {
    const closed = rules.close();
    await compiling.close();
    await closed;
  });

  const desks = openRuleDesks(home, config, rules, classify.domainOf, now);
  closers.push(() => desks.close());
  const learning = new Learning({
    file: learntFile(home),
    domainOf: classify.domainOf,
    changed: () => rules.reload(),
    now,
    log,
  });
  learning.start();
  closers.push(() => learning.close());

  const ports = { proxy: 0, status: 0 };
  const clients = homeRanges(config.clients.allow);
  const trusted = (): Level => chosen.current.levels.trusted;
  const forProxy = proxySettings(config, trusted, clients, () => [ports.status]);
  const lists = new Subscriptions({
    roster,
    download: listDownload(config, () => [ports.proxy, ports.status], forProxy.upstreamContext),
    now,
    chance: Math.random,
    pace: UNHURRIED,
    log,
    changed: () => rules.reload(),
  });
  closers.push(() => lists.close());

  // Show: the page, which the proxy serves too.
  const access = fileAccessStore(join(home.data, 'access.json'));
  const code = firstRunCode(access, randomBytes);
  const once = new OnceAllows(now);
  const statusPorts = statusPortsOf({
    ...{ home, config, log, now, ports, access, authority },
    ...{ recorder, reader, devices, neighbours, pausing, programs, rules, lists, once },
    ruleDesks: desks,
    recent: recent.recent,
    identifiers: own.identifiers,
    operations: operations.port,
    ...{ chosen, logTroubles: troubles },
    logBytes: () => usedBytes(db),
    forgetTraces: (id) => {
      programs.forgetAll(id);
      recorder.flush();
      forgetInLog(db, id, now());
      pausing.pauses.resume(`device:${id}`);
    },
    domainOf: classify.domainOf,
  });
  const notifying = openNotifying({ home, config, sources: statusPorts, hurt: troubles, warn });
  closers.push(() => notifying.close());
  const page = createLazyPage(async () => {
    const { createStatus } = await import('./status/status.tsx');
    return createStatus({ ...statusPorts, notifications: notifying.port });
  }, statusPorts.reportError);
  closers.push(() => page.close());

  // Accept: the proxy and the page's own port.
  const parts: ProxyParts = {
    devices: {
      identify: (address) => pausing.pauses.apply(devices.identify(address)),
      settle: (address) => neighbours.settle(address),
    },
    trust: recent.watchingTrust(programs),
    rules: () => rules.current,
    leaves: new LeafStore(authority, now, new Map([[INTERNAL_NAME, [PROBE_ADDRESS]]])),
    classify,
    trackers: { trackerOf, decode, decodeRemoved },
    explain: explainRule,
    events: recent.watching(learning.watching(operations.sink)),
    learning,
    telling: openTelling({ home, log: logSettings, trusted, programs }),
    once,
    identifiers: own.watch,
    status: (request, response, from) => {
      void page.handle(request, response, from);
    },
    log,
    now,
  };
  const proxy = new ProxyServer(parts, forProxy);
  const status = new StatusServer({ page, allows: (address) => clients.has(address) });
  const { listen } = config;
  ports.status = await status.listen(listen.status.address, listen.status.port);
  closers.push(() => status.close());
  ports.proxy = await proxy.listen(listen.proxy.address, listen.proxy.port);
  closers.push(() => proxy.close());
  for (const descriptor of inherited) await proxy.transparent.inherit(descriptor);
  for (const { address, port } of listen.transparent) await proxy.transparent.open(address, port);
  lists.start();
  notifying.start();
  // What nobody should wait for, neither the start nor the first who asks for it.
  setImmediate(() => {
    warmUp(forProxy.upstreamContext, log);
    void page.load();
  });
  return {
    proxy: `http://${reachable(listen.proxy.address)}:${ports.proxy}`,
    page: `http://${reachable(listen.status.address)}:${ports.status}/`,
    transparent: proxy.transparent.addresses.map(writtenAddress),
    authority,
    code,
  };
}

/** Makes what is made at its first use, before that. It fails again there, where it is told. */
function warmUp(use: () => unknown, log: Log): void {
  try {
    use();
  } catch (error) {
    log.warn({ error: String(error) }, 'something that will be needed cannot be made');
  }
}

/** As `listen` takes it. */
function writtenAddress({ address, port }: { address: string; port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
