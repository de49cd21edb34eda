import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { curl } from '../support/curl.ts';
import { bodyBlocks, bodyHash } from '../support/download.ts';
import { has, residentMegabytes } from '../support/machine.ts';
import { openWorld, type World } from '../support/world.ts';

const MEGABYTE = 1_048_576;
const LARGE = 200 * MEGABYTE;

describe.skipIf(!has('curl'))('curl moves large files', () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await openWorld({ names: ['files.test'] });
    folder = mkdtempSync(join(tmpdir(), 'eyelid-files-'));
  });
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const through = () => ({ proxyPort: world.eyelid.proxyPort, caPath: world.eyelid.caPath });

  async function fileHash(path: string): Promise<string> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  }

  /** Runs something and returns how far the program's memory rose above where it was. */
  async function memoryRise(action: () => Promise<void>): Promise<number> {
    const before = residentMegabytes(world.eyelid.pid);
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, residentMegabytes(world.eyelid.pid));
    }, 20);
    await action().finally(() => clearInterval(timer));
    return peak - before;
  }

  test.each(['http', 'https'])('a download of 200 MB over %s', async (scheme) => {
    const file = join(folder, `${scheme}.bin`);
    const url = (bytes: number) => `${scheme}://files.test/download?bytes=${bytes}`;
    await curl(through(), '-o', '/dev/null', url(20 * MEGABYTE));
    const begun = performance.now();
    const rise = await memoryRise(async () => {
      const { exit, stderr, stdout } = await curl(
        through(),
        ...['-o', file, '-w', '%{http_code} %{size_download}', url(LARGE)],
      );
      expect([exit, stderr, stdout.toString()]).toEqual([0, '', `200 ${LARGE}`]);
    });
    const seconds = (performance.now() - begun) / 1000;
    console.info(`${scheme}: 200 MB in ${seconds.toFixed(2)} s, RSS ${rise.toFixed(1)} MB up`);
    expect(await fileHash(file)).toBe(bodyHash(LARGE));
    expect(rise).toBeLessThan(64);
  });

  test.each(['http', 'https'])('an upload of 50 MB over %s', async (scheme) => {
    const file = join(folder, 'upload.bin');
    const bytes = 50 * MEGABYTE;
    writeFileSync(file, Buffer.concat([...bodyBlocks(bytes)]));
    const rise = await memoryRise(async () => {
      const { exit, stderr, stdout } = await curl(
        through(),
        ...['-T', file, `${scheme}://files.test/upload`],
      );
      expect([exit, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout.toString())).toMatchObject({
        method: 'PUT',
        bodyBytes: bytes,
        bodyHash: bodyHash(bytes),
      });
    });
    expect(rise).toBeLessThan(64);
  });

  test('a chunked upload from a pipe', async () => {
    const file = join(folder, 'piped.bin');
    writeFileSync(file, Buffer.concat([...bodyBlocks(MEGABYTE)]));
    const { exit, stdout } = await curl(
      through(),
      ...['-H', 'Transfer-Encoding: chunked', '-T', file, 'https://files.test/upload'],
    );
    expect(exit).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject({ bodyHash: bodyHash(MEGABYTE) });
  });

  test('a download of which only a range is asked passes the range on', async () => {
    await curl(through(), '-o', '/dev/null', '-r', '5-9', 'https://files.test/download?bytes=100');
    expect(world.origin.requests('files.test').at(-1)?.headers['range']).toBe('bytes=5-9');
  });
});
