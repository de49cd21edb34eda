import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['adguard', 'easylist', 'fanboy', 'hosts', 'ublock'];

/** The two loads: which lists of ../shared are read, and which requests are asked. */
export const LOADS = {
  elep: { name: 'EasyList + EasyPrivacy', folders: ['easylist'], requests: 'consensus-elep' },
  big: { name: 'all 19 lists', folders: FOLDERS, requests: 'consensus-big' },
};

export function hasShared(shared) {
  return existsSync(join(shared, 'lists')) && existsSync(join(shared, 'corpora'));
}

/** Name and bytes of each list of a load. */
export function readLists(shared, load) {
  return load.folders.flatMap((folder) =>
    readdirSync(join(shared, 'lists', folder)).map((file) => ({
      name: `${folder}/${file}`,
      bytes: readFileSync(join(shared, 'lists', folder, file)),
    })),
  );
}

/** Rows of `{ url, sourceUrl, type }`, with the type in the words of browser extensions. */
export function readRequests(shared, load) {
  const path = join(shared, 'corpora', load.requests, 'requests.jsonl');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { url, sourceUrl, type } = JSON.parse(line);
    return { url, sourceUrl, type: type === 'xhr' ? 'xmlhttprequest' : type };
  });
}
