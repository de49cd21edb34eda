import { factsOf, learn, leave, newHostTrust, newProgram } from './decide/trust.ts';
import { Programs } from './device/programs.ts';
import type { LogDatabase } from './record/database.ts';
import { SqliteProgramStore } from './record/programs.ts';

/** The programs of all devices and what they showed, kept in the log's database. */
export function openPrograms(
  db: LogDatabase,
  warn: (message: string) => void,
  now: () => number,
): Programs {
  const logic = { newProgram, newHostTrust, learn, leave, factsOf };
  return new Programs({ store: new SqliteProgramStore(db, warn), logic, now });
}
