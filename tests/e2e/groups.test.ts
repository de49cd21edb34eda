import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

// Rules that are meant for some devices, some times, and not for ever. Each
// device is an address of its own.
const FILTERS = `! rules of these tests
||games.test^$group=kids
@@||games.test/school/$group=kids
||video.test^$device=Television|~127.0.0.6
*$all,group=grounded
||over.test^$expires=2020-01-01
||now.test^$time=00:00-24:00
`;

const KID = '127.0.0.2';
const TELEVISION = '127.0.0.3';
const GROUNDED = '127.0.0.4';
const ALSO_GROUNDED = '127.0.0.5';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['games.test', 'video.test', 'over.test', 'now.test', 'news.test'],
    rules: { 'filters.txt': FILTERS },
    config: {
      devices: [
        { match: TELEVISION, name: 'television' },
        { match: '127.0.0.1', level: 'full' },
      ],
      groups: { kids: [KID], grounded: ['127.0.0.4/31', 'nobody'] },
    },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** What a device gets over plain HTTP, and whether it is let through to TLS. */
async function sees(from: string, host: string): Promise<'all' | 'nothing'> {
  const reply = await world.clientOf({ from }).get(`http://${host}/`);
  const socket = await openTls({
    port: world.eyelid.proxyPort,
    from,
    authority: `${host}:443`,
    ca: world.authority.certificatePem,
  }).catch(() => null);
  socket?.destroy();
  // What is blocked by name without being opened is so by plain HTTP as well.
  expect(socket !== null).toBe(reply.text === 'hello');
  return socket === null ? 'nothing' : 'all';
}

describe.each([
  ['games.test', [KID, GROUNDED], [TELEVISION, '127.0.0.7']],
  ['video.test', [TELEVISION, GROUNDED], [KID, '127.0.0.6']],
  ['news.test', [GROUNDED, ALSO_GROUNDED], [KID, TELEVISION]],
  ['now.test', [KID, '127.0.0.7'], []],
  ['over.test', [], [KID, '127.0.0.7']],
])('%s', (host, kept, free) => {
  test.each(kept)('is kept from %s', async (from) => {
    world.origin.forget();
    expect(await sees(from, host)).toBe('nothing');
    expect(world.origin.requests(host)).toEqual([]);
  });

  test.each(free)('is there for %s', async (from) => {
    expect(await sees(from, host)).toBe('all');
  });
});

test('an exception for a group lets it through where it is opened', async () => {
  const kid = world.clientOf({ from: KID });
  const asked = async (target: string) => {
    await kid.get(`http://games.test${target}`);
    return world.origin.requests('games.test', target).length;
  };
  world.origin.forget();
  expect(await asked('/school/')).toBe(1);
  expect(await asked('/play/')).toBe(0);
});
