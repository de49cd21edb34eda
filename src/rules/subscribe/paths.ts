import { join } from 'node:path';

/** The file of a list in the folder of lists: its bytes as they were received. */
export function listFile(folder: string, name: string): string {
  return join(folder, `${name}.txt`);
}

/** What is known of a list besides its bytes. */
export function stateFile(folder: string, name: string): string {
  return join(folder, `${name}.state.json`);
}

/** The folder of the lists that a list includes, below the folder of lists. */
export function includeFolder(name: string): string {
  return `${name}.includes`;
}

/**
 * The file of an included list, below the folder of lists. Its path becomes
 * one word, so that no list can put a file where another needs a folder.
 */
export function includedFile(name: string, path: string): string {
  return join(includeFolder(name), encodeURIComponent(path));
}
