import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { type MemoryStore, parseMemory } from './memory.ts';

/** Keeps it in a file for its owner alone (0600), replaced as a whole. `save` throws what the disk says. */
export function fileMemory(path: string): MemoryStore {
  return {
    load() {
      try {
        return parseMemory(fs.readFileSync(path, 'utf8'));
      } catch {
        // None yet, or one that cannot be read: nothing is told that was before.
        return null;
      }
    },
    save(memory) {
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        fs.writeFileSync(temporary, JSON.stringify(memory), { mode: 0o600, flag: 'wx' });
        fs.renameSync(temporary, path);
      } catch (error) {
        fs.rmSync(temporary, { force: true });
        throw error;
      }
    },
  };
}
