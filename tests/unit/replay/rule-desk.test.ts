import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import { openDatabase } from '../../../src/record/database.ts';
import { Recorder } from '../../../src/record/recorder.ts';
import { createDesk, type DeskTask, type TextPreview } from '../../../src/replay/rule-desk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.now();
const HOUR = 3_600_000;

const event = (changes: Partial<Event>): Event => ({
  ...{ at: NOW - HOUR, device: 'mac:02:00:00:00:00:01' as DeviceId, deviceName: 'Phone' },
  ...{ kind: 'https', method: 'GET', host: 't.tracker.example', port: 443, path: '/p?id' },
  ...{ page: 'shop.example', type: 'image', party: 'third', action: 'pass', observed: false },
  ...{ rule: null, undone: null, tracker: null, summary: null, fields: [], removed: [] },
  ...{ bytesUp: 0, bytesDown: 0, duration: 1, status: 200, tunnel: null },
  ...changes,
});

/** A home with some exchanges in its log. */
function home(events: readonly Event[], rules: Readonly<Record<string, string>> = {}): string {
  const path = temporaryFolder();
  for (const folder of ['rules', 'data', 'config']) mkdirSync(join(path, folder));
  writeFileSync(join(path, 'config/eyelid.yaml'), 'groups:\n  Kids: []\n');
  for (const [name, text] of Object.entries(rules)) {
    writeFileSync(join(path, 'rules', name), text);
  }
  const warn = (message: string): never => {
    throw new Error(message);
  };
  const db = openDatabase(join(path, 'data/events.db'), warn);
  const settings = { detail: 'names', scope: 'all' } as const;
  const recorder = new Recorder({ db, settings, domainOf: (host) => host, warn });
  for (const one of events) recorder.record(one);
  recorder.close();
  db.close();
  return path;
}

const task = (changes: Partial<DeskTask>): DeskTask => ({
  ...{ kind: 'lint', name: 'my-rules.txt', text: '', since: NOW - 7 * 24 * HOUR },
  ...changes,
});

async function previewOf(
  path: string,
  text: string,
  limits = { exchanges: 1_000, time: 60_000 },
): Promise<TextPreview> {
  const answer = await createDesk(path, limits)(task({ kind: 'preview', text }));
  if (answer.kind !== 'preview') throw new Error(JSON.stringify(answer));
  return answer.preview;
}

test('what a text would have changed is counted and named', async () => {
  const blocked = {
    ...{ host: 'ads.example', action: 'block' as const },
    rule: { list: 'my-rules.txt', line: 1, text: '||ads.example^' },
  };
  const events = [event({}), event({}), event({ at: NOW - 30 * 24 * HOUR }), event(blocked)];
  const path = home(events, { 'my-rules.txt': '||ads.example^\n' });
  const preview = await previewOf(path, '||tracker.example^\n');
  expect(preview).toMatchObject({ judged: 3, changed: 3, kinds: 2, cut: null });
  expect(preview.changes.map(({ from, to, count, rule }) => [from, to, count, rule?.text])).toEqual(
    [
      ['pass', 'block', 2, '||tracker.example^'],
      ['block', 'pass', 1, '||ads.example^'],
    ],
  );
  expect(preview.first).toBe(NOW - HOUR);
  expect((await previewOf(path, '||ads.example^\n')).changed).toBe(0);
});

test('of too many exchanges the newest are judged, and it is said', async () => {
  const events = Array.from({ length: 20 }, (_, at) => event({ at: NOW - HOUR + at }));
  const preview = await previewOf(home(events), '||tracker.example^\n', {
    ...{ exchanges: 5, time: 60_000 },
  });
  expect([preview.judged, preview.cut]).toEqual([5, 'rows']);
  expect(preview.first).toBe(NOW - HOUR + 15);
});

test('when the time is over it says how far it came', async () => {
  const preview = await previewOf(home([event({})]), '||tracker.example^\n', {
    ...{ exchanges: 5, time: -1 },
  });
  expect([preview.judged, preview.cut, preview.first]).toEqual([0, 'time', null]);
});

test('groups of the config are known, and a list or a signature is read by its name', async () => {
  const desk = createDesk(home([]));
  const said = async (name: string, text: string) => {
    const answer = await desk(task({ name, text }));
    return answer.kind === 'findings' ? answer.findings : null;
  };
  expect((await said('a.txt', '||a.example^$group=kids\n'))?.findings).toEqual([]);
  expect((await said('a.txt', '||a.example^$group=kid\n'))?.findings[0]?.severity).toBe('warning');
  const yaml = await said('a.yaml', 'signatures:\n  - id: one\n    tilte: One\n');
  const typo = yaml?.findings.find(({ line }) => line === 3);
  expect(typo?.severity).toBe('error');
  expect(typo?.reason).toContain('did you mean "title"?');
});

test('whatever is typed is answered', async () => {
  const desk = createDesk(home([]));
  for (const text of [
    '\0',
    '/(a+)+$/',
    '!#if (',
    '!#include x',
    'a: &x [*x]',
    '- '.repeat(4_000),
  ]) {
    for (const name of ['a.txt', 'a.yaml']) {
      expect((await desk(task({ name, text }))).kind, JSON.stringify(text)).toBe('findings');
    }
  }
});

test('a config that cannot be read is told in words', async () => {
  const path = home([]);
  writeFileSync(join(path, 'config/eyelid.yaml'), 'nonsense: 1\n');
  const answer = await createDesk(path)(task({}));
  expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('nonsense') });
});
