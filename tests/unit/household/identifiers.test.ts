import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Identifiers } from '../../../src/household/identifiers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { hash, MAIL, PHONE } from './household.ts';

const pathOf = () => join(temporaryFolder(), 'identifiers.json');
const open = (path: string) => new Identifiers({ path, now: () => 5 });
const finds = ({ watched }: Identifiers, text: string) =>
  watched?.finder.find(text, true).length ?? null;

test('at first there is nothing', () => {
  const identifiers = open(pathOf());
  expect(identifiers.list()).toEqual([]);
  expect(identifiers.watched).toBeNull();
});

test('what is added is in force at once, and after a restart', () => {
  const path = pathOf();
  const identifiers = open(path);
  const mail = identifiers.add(MAIL, null);
  identifiers.add(PHONE, 'mobile');
  const shown = [
    { id: mail.id, kind: 'email', label: 'a…@e…', addedAt: 5 },
    { id: expect.stringMatching(/^[0-9a-f]{12}$/), kind: 'phone', label: 'mobile', addedAt: 5 },
  ];
  for (const one of [identifiers, open(path)]) {
    expect(one.list()).toEqual(shown);
    expect(finds(one, `a=${hash(MAIL)}&b=${hash('4915112345678')}`)).toBe(2);
  }
});

test('neither the file nor what is shown holds a value or a digest of it', () => {
  const path = pathOf();
  const identifiers = open(path);
  identifiers.add(MAIL, null);
  identifiers.add(PHONE, null);
  const kept = `${readFileSync(path, 'utf8')}${JSON.stringify(identifiers.list())}`;
  for (const value of [
    MAIL,
    'lopez',
    '15112345678',
    hash(MAIL),
    hash(MAIL, 'sha256', 'base64url'),
  ]) {
    expect(kept).not.toContain(value);
  }
});

test('the key is each home’s own', () => {
  const [first = '', second = ''] = [pathOf(), pathOf()].map((path) => {
    open(path).add(MAIL, null);
    return String(JSON.parse(readFileSync(path, 'utf8')).identifiers[0].hashed[0]);
  });
  expect(first).not.toBe(second);
});

describe('adding is refused', () => {
  test('for one that is there, written in another way', () => {
    const identifiers = open(pathOf());
    identifiers.add('jane.doe@gmail.com', 'Jane');
    expect(() => identifiers.add('JaneDoe+x@googlemail.com', null)).toThrow(
      /it is there already, as "Jane"/,
    );
  });

  test('beyond fifty', () => {
    const identifiers = open(pathOf());
    for (let i = 0; i < 50; i++) identifiers.add(`person${i}@example.com`, null);
    expect(() => identifiers.add('one.more@example.com', null)).toThrow(/there are 50 already/);
    expect(identifiers.list()).toHaveLength(50);
  });
});

describe('removing', () => {
  test('by its label or by its id', () => {
    const identifiers = open(pathOf());
    const { id } = identifiers.add(MAIL, 'mine');
    identifiers.add(PHONE, null);
    expect(identifiers.remove('+49…78')).toMatchObject({ kind: 'phone' });
    expect(identifiers.remove(id)).toEqual({ id, kind: 'email', label: 'mine', addedAt: 5 });
    expect(identifiers.watched).toBeNull();
  });

  test.each([
    ['nobody', 'none has that label'],
    ['both', 'several are called so'],
  ])('is refused for %s', (name, why) => {
    const identifiers = open(pathOf());
    identifiers.add(MAIL, 'both');
    identifiers.add(PHONE, 'both');
    expect(() => identifiers.remove(name)).toThrow(why);
    expect(identifiers.list()).toHaveLength(2);
  });
});

describe('what another process writes', () => {
  test('is followed, and kept when this one writes', () => {
    const path = pathOf();
    const [mine, other] = [open(path), open(path)];
    other.add(MAIL, 'theirs');
    expect(mine.list()).toEqual([]);
    mine.follow();
    expect(mine.list().map(({ label }) => label)).toEqual(['theirs']);
    other.add('ben@example.com', 'too');
    mine.add(PHONE, 'mine');
    expect(mine.list().map(({ label }) => label)).toEqual(['theirs', 'too', 'mine']);
  });

  test('is told of once where it is damaged, and what was in force stays', () => {
    const path = pathOf();
    const identifiers = open(path);
    identifiers.add(MAIL, null);
    writeFileSync(path, 'damaged');
    expect(() => identifiers.follow()).toThrow(/it is damaged/);
    expect(() => identifiers.follow()).not.toThrow();
    expect(finds(identifiers, hash(MAIL))).toBe(1);
  });
});
