import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/model/errors.ts';
import { NOTHING_LEARNT, withGateways, withoutHost } from '../../../../src/rules/learnt/keep.ts';
import { changeLearnt, readLearnt } from '../../../../src/rules/learnt/store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 40);

function found(path: string) {
  const origin = { pixel: '769712154761541', site: 'shop.example' };
  return { host: 'gw.shop.example', path, from: 'configuration' as const, ...origin };
}

test('a file that is not there says nothing, and is made by the first change', async () => {
  const path = join(temporaryFolder(), 'data/learnt.txt');
  expect(await readLearnt(path)).toBe(NOTHING_LEARNT);
  expect(await changeLearnt(path, (learnt) => learnt)).toBe(false);
  expect(await changeLearnt(path, (learnt) => withGateways(learnt, [found('/a')], NOW))).toBe(true);
  expect((await readLearnt(path)).gateways).toEqual([{ ...found('/a'), seen: NOW }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a change that changes nothing writes nothing', async () => {
  const path = join(temporaryFolder(), 'learnt.txt');
  writeFileSync(path, 'not written by the program\n');
  expect(await changeLearnt(path, (learnt) => withGateways(learnt, [], NOW))).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('not written by the program\n');
});

test('changes at the same moment all count', async () => {
  const path = join(temporaryFolder(), 'learnt.txt');
  const names = Array.from({ length: 12 }, (_, i) => `/${i}`);
  await Promise.all([
    ...names.map((name) => changeLearnt(path, (one) => withGateways(one, [found(name)], NOW))),
    changeLearnt(path, (one) => withoutHost(one, 'old.example')),
  ]);
  const { gateways, forgotten } = await readLearnt(path);
  expect(gateways.map((one) => one.path).toSorted()).toEqual(names.toSorted());
  expect(forgotten).toEqual(['old.example']);
});

test('a file that cannot be read is told by its path', async () => {
  const path = join(temporaryFolder(), 'learnt.txt');
  mkdirSync(path);
  chmodSync(path, 0o700);
  const error = await readLearnt(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).message).toBe(`reading "${path}": EISDIR`);
});
