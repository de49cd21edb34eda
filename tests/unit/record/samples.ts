import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import type { Action } from '../../../src/model/rule.ts';
import type { LogDatabase } from '../../../src/record/database.ts';
import { openDatabase } from '../../../src/record/database.ts';
import { Recorder, type RecordSettings } from '../../../src/record/recorder.ts';

// Real files on a busy machine: a limit that only something stuck can reach.
vi.setConfig({ testTimeout: 120_000 });

/** 2026-03-04T05:00:00Z, the start of an hour. */
export const HOUR = Date.UTC(2026, 2, 4, 5);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function event(changes: Partial<Event> = {}): Event {
  return {
    at: HOUR,
    device: 'mac:02:00:00:00:00:01' as DeviceId,
    deviceName: 'Phone',
    kind: 'https',
    method: 'GET',
    host: 'www.tracker.example',
    port: 443,
    path: '/tr?id&ev&dl',
    page: 'shop.example',
    type: 'image',
    party: 'third',
    action: 'block',
    observed: false,
    rule: { list: 'meta.yaml', line: 12, text: 'meta-pixel' },
    undone: null,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView',
    fields: ['ud[em]'],
    removed: [],
    bytesUp: 700,
    bytesDown: 43,
    duration: 3,
    status: null,
    tunnel: null,
    ...changes,
  };
}

export const pass = (changes: Partial<Event> = {}): Event =>
  event({ action: 'pass', rule: null, tracker: null, summary: null, fields: [], ...changes });

export const device = (id: string): DeviceId => id as DeviceId;
export const ACTED: readonly Action[] = ['strip', 'rewrite', 'placeholder', 'stub', 'block'];

/** The last two labels: enough of a registrable domain for `.example` hosts. */
export function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'eyelid-record-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface OpenLog {
  readonly path: string;
  readonly db: LogDatabase;
  readonly warnings: string[];
}

export function openLog(path = join(folder(), 'events.db')): OpenLog {
  const warnings: string[] = [];
  const db = openDatabase(path, (message) => warnings.push(message));
  onTestFinished(() => {
    db.close();
  });
  return { path, db, warnings };
}

export function recorderOn(log: OpenLog, settings: Partial<RecordSettings> = {}): Recorder {
  return new Recorder({
    db: log.db,
    settings: { detail: 'names', scope: 'acted', ...settings },
    domainOf,
    warn: (message) => log.warnings.push(message),
  });
}

/** A log that holds these events, as rows unless the settings say otherwise. */
export function logOf(events: readonly Event[], settings: Partial<RecordSettings> = {}): OpenLog {
  const log = openLog();
  const recorder = recorderOn(log, { scope: 'all', ...settings });
  for (const each of events) recorder.record(each);
  recorder.close();
  return log;
}
