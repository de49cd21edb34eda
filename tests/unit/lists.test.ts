import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { listDownload } from '../../src/lists.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('lists are downloaded with the context of the proxy, which is not made a second time', async () => {
  const home = temporaryFolder();
  const config = loadConfig(home);
  let asked = 0;
  const download = listDownload(
    config,
    () => [],
    () => {
      asked++;
      return createSecureContext();
    },
  );
  expect(asked).toBe(0);
  for (const port of [1, 2]) {
    await expect(download(`https://127.0.0.1:${port}/x.txt`)).rejects.toThrow(/home network/);
  }
  expect(asked).toBe(1);
});
