import { join } from 'node:path';
import { levelOf } from './decide/program-level.ts';
import type { Home } from './home.ts';
import { openMarkKey } from './household/mark-key.ts';
import { createMarks } from './household/marks.ts';
import type { Level } from './model/device.ts';
import type { TellingPort, TrustPort } from './proxy/ports.ts';
import type { RecordSettings } from './record/recorder.ts';

export interface TellingSources {
  readonly home: Home;
  /** Read at each event: they may change while the program runs. */
  readonly log: RecordSettings;
  readonly trusted: () => Level;
  readonly programs: Pick<TrustPort, 'facts'>;
}

/** What the events of a home carry. Throws HOME_UNUSABLE where its key cannot be used. */
export function openTelling({ home, log, trusted, programs }: TellingSources): TellingPort {
  const makeMarks = createMarks(openMarkKey(join(home.data, 'marks.key')));
  return {
    get keepsPasses() {
      return log.scope === 'all' && log.detail !== 'counts';
    },
    get keepsValues() {
      return log.detail === 'values';
    },
    marksOf: (seen) => (log.detail === 'counts' ? [] : makeMarks(seen)),
    levelOf: (device, program, hostname) =>
      levelOf(device, programs.facts(device.id, program, hostname), trusted()).level,
  };
}
