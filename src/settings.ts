import { join } from 'node:path';
import { loadConfig } from './config/load.ts';
import { readPlaces } from './config/places.ts';
import type { Config } from './config/schema.ts';
import { Settings } from './config/settings.ts';
import type { Home } from './home.ts';
import type { SettingsPort } from './status/ports.ts';

/** Where a home keeps what was chosen while the program ran. */
export function settingsFile({ data }: Home): string {
  return join(data, 'settings.json');
}

/** The settings of a home, on top of its config. Never throws: see `readSettingsFile`. */
export function openSettings(
  home: Home,
  config: Config,
  warn: (message: string) => void,
  now: () => number,
): Settings {
  const path = settingsFile(home);
  return new Settings({ path, config, places: readPlaces(home.path), warn, now });
}

/**
 * The config of a home with what was chosen on the page, as commands need it
 * beside a running program. Throws CONFIG_INVALID.
 */
export function effectiveConfig(home: Home): Config {
  const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);
  return openSettings(home, loadConfig(home.path), warn, Date.now).current;
}

/** What the recorder and the retention read at each use, as it is then. */
export function liveLogSettings(settings: Settings, counterDays: number) {
  const log = () => settings.current.log;
  return {
    get detail() {
      return log().detail;
    },
    get scope() {
      return log().scope;
    },
    get days() {
      return log().days;
    },
    get megabytes() {
      return log().megabytes;
    },
    counterDays,
  };
}

/** What holds for a device of which nobody said anything, as it is when it is read. */
export function liveDefaults(settings: Settings) {
  return {
    get level() {
      return settings.current.levels.default;
    },
    get mode() {
      return settings.current.mode;
    },
  };
}

/** What the page may ask and change of the settings. */
export function settingsPort(settings: Settings, logBytes: () => number): SettingsPort {
  return {
    list: () => settings.list(),
    set: (key, text) => settings.set(key, text),
    problems: () => settings.problems,
    logBytes,
  };
}
