import { join } from 'node:path';
import { expect, test } from 'vitest';
import { learntPort } from '../../src/learnt-port.ts';
import { withGateways } from '../../src/rules/learnt/keep.ts';
import { LIFETIME } from '../../src/rules/learnt/learnt-file.ts';
import { changeLearnt } from '../../src/rules/learnt/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 40);

function gateway(host: string) {
  const origin = { pixel: '769712154761541', site: 'shop.example' };
  return { host, path: '/events', from: 'configuration' as const, ...origin };
}

async function open(now = NOW) {
  const file = join(temporaryFolder(), 'learnt.txt');
  let changes = 0;
  await changeLearnt(file, (learnt) => withGateways(learnt, [gateway('a.example')], NOW));
  await changeLearnt(file, (learnt) =>
    withGateways(learnt, [gateway('b.example:8443')], NOW + 60_000),
  );
  const port = learntPort(
    file,
    () => now,
    async () => {
      changes += 1;
    },
  );
  return { port, changes: () => changes };
}

test('what is in force is shown with its rules, the newest first', async () => {
  const { port } = await open();
  const { gateways, forgotten } = await port.read();
  expect(gateways.map(({ host }) => host)).toEqual(['b.example:8443', 'a.example']);
  expect(gateways[1]).toMatchObject({
    seen: NOW,
    expires: NOW + LIFETIME,
    rules: [expect.stringMatching(/^\|\|a\.example\/events\^\$xhr,ping,/)],
  });
  expect(forgotten).toEqual([]);
});

test('what has expired is not shown', async () => {
  const { port } = await open(NOW + LIFETIME);
  expect((await port.read()).gateways.map(({ host }) => host)).toEqual(['b.example:8443']);
});

test('a host is forgotten, and learnt again', async () => {
  const { port, changes } = await open();
  expect(await port.forget('b.example')).toBe(true);
  expect(await port.forget('b.example')).toBe(false);
  expect(await port.forget('other.example')).toBe(false);
  expect(changes()).toBe(1);
  const { gateways, forgotten } = await port.read();
  expect([gateways.map(({ host }) => host), forgotten]).toEqual([['a.example'], ['b.example']]);
  expect(await port.again('b.example')).toBe(true);
  expect(await port.again('b.example')).toBe(false);
  expect(changes()).toBe(2);
  expect((await port.read()).forgotten).toEqual([]);
});
