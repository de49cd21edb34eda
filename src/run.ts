import { startApp } from './app.ts';
import { loadConfig } from './config/load.ts';
import { homeAt, prepareHome } from './home.ts';
import { createLog, type Log } from './log.ts';
import { takeInheritedSockets } from './proxy/inherited-sockets.ts';

/** Runs the proxy and the page on the home at a path, until SIGINT or SIGTERM. */
export async function run(path: string): Promise<void> {
  // Before anything starts a process, which would believe them to be its own.
  const inherited = takeInheritedSockets(process.env, process.pid);
  const home = homeAt(path);
  prepareHome(home);
  const config = loadConfig(home.path);
  const log = createLog(config.log.level);
  surviveFaults(log);
  const app = await startApp(home, config, log, inherited);
  const { proxy, page, transparent, authority, code } = app.started;
  const lines = [
    `proxy ${proxy}`,
    `page ${page}`,
    ...transparent.map((address) => `transparent ${address}`),
    `ca ${authority.path}`,
    ...(code === null ? [] : [`code ${code}`]),
    `fingerprint SHA256 ${authority.fingerprint}`,
  ];
  // Who reads the lines may ask for the end at once.
  const stopped = stopSignal();
  process.stdout.write(`${lines.join('\n')}\n`);
  await stopped;
  await app.stop();
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const onSignal = (): void => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
}

/**
 * The last fence. Every known fault is caught where it happens; one that is
 * not must not take the whole house offline, so it is logged with its stack.
 */
function surviveFaults(log: Log): void {
  const report = (error: unknown): void => {
    const stack = error instanceof Error ? error.stack : String(error);
    log.error({ stack }, 'an uncaught fault in Eyelid; please report it');
  };
  process.on('uncaughtException', report).on('unhandledRejection', report);
}
