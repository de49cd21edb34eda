import { join } from 'node:path';
import type { Config } from './config/schema.ts';
import type { Home } from './home.ts';
import type { NotifyTarget } from './model/notification.ts';
import { fileMemory } from './notify/memory-file.ts';
import { Notifier } from './notify/notifier.ts';
import { post } from './notify/post.ts';
import { createWatch, type Watched } from './notify/watch.ts';
import type { NotificationsPort, StatusPorts } from './status/ports.ts';
import { weekSummary } from './status/week-summary.ts';

/** Often enough for news, and next to no work. */
const EVERY = 2 * 60_000;

/** Where notifications go, as the config says. */
export function targetsOf({ notify }: Config): readonly NotifyTarget[] {
  return [
    ...notify.webhooks.map(({ url, secret = null }) => ({ kind: 'webhook', url, secret }) as const),
    ...notify.ntfy.map(({ url, token = null }) => ({ kind: 'ntfy', url, secret: token }) as const),
  ];
}

/** The notifier that a config describes. */
export function notifierOf(
  config: Config,
  now: () => number,
  warn: (text: string) => void,
): Notifier {
  const { events, perHour } = config.notify;
  return new Notifier({ targets: targetsOf(config), events, perHour, post, now, warn });
}

/** What is looked at for news. */
type Sources = Pick<StatusPorts, 'log' | 'devices' | 'lists' | 'ownerOf' | 'droppedEvents' | 'now'>;

/**
 * Tells the world outside what a person wants told of it. Without a target,
 * nothing is looked at and nothing is sent. `hurt` is what was said of the log
 * when it was opened.
 */
export function openNotifying(options: {
  readonly home: Home;
  readonly config: Config;
  readonly sources: Sources;
  readonly hurt: readonly string[];
  readonly warn: (text: string) => void;
}): { readonly port: NotificationsPort; start(): void; close(): void } {
  const { home, config, sources, hurt, warn } = options;
  const { now } = sources;
  const { events, detail } = config.notify;
  const notifier = notifierOf(config, now, warn);
  const watch = createWatch({
    ...{ watched: watchedOf(sources, hurt), detail, now },
    memory: fileMemory(join(home.data, 'notify.json')),
    wants: (event) => notifier.wants(event),
    tell: (event, title, text) => notifier.tell(event, title, text),
  });
  const look = oneAtATime(watch, (error) => warn(`looking for news to tell: ${String(error)}`));
  let timer: NodeJS.Timeout | null = null;
  return {
    port: {
      ...{ events, detail },
      targets: () => notifier.targets,
      test: () => notifier.test(),
    },
    start() {
      if (notifier.targets.length === 0) return;
      timer = setInterval(look, EVERY).unref();
      look();
    },
    close() {
      if (timer !== null) clearInterval(timer);
      notifier.close();
    },
  };
}

function watchedOf(sources: Sources, hurt: readonly string[]): Watched {
  const { log, devices, lists, ownerOf, droppedEvents } = sources;
  let lost = 0;
  return {
    log,
    devices: () => devices.list(),
    lists: () => lists.list(),
    ownerOf,
    weekSummary,
    logTrouble() {
      const before = lost;
      lost = droppedEvents();
      if (lost > before) return 'The log loses events.';
      return hurt.length === 0 ? null : 'The log of before could not be used; a new one was begun.';
    },
  };
}

/** Skips a turn that comes while one goes on, and tells of the first failure in a row. */
function oneAtATime(work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let state: 'idle' | 'busy' | 'failing' = 'idle';
  return () => {
    if (state === 'busy') return;
    const before = state;
    state = 'busy';
    work().then(
      () => {
        state = 'idle';
      },
      (error: unknown) => {
        state = 'failing';
        if (before !== 'failing') failed(error);
      },
    );
  };
}
