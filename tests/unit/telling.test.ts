import fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeAt } from '../../src/home.ts';
import type { Level } from '../../src/model/device.ts';
import type { RecordSettings } from '../../src/record/recorder.ts';
import { openTelling } from '../../src/telling.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { device, host, NOTHING_KNOWN } from './proxy/samples.ts';

function open(log: RecordSettings, trusted: () => Level = () => 'full', proven = false) {
  const home = homeAt(temporaryFolder());
  fs.mkdirSync(home.data, { recursive: true });
  const programs = { facts: () => ({ ...NOTHING_KNOWN, proven }) };
  return { home, telling: openTelling({ home, log, trusted, programs }) };
}

const MAIL = [{ kind: 'email', value: 'ana@example.org' }] as const;

describe('openTelling', () => {
  it('makes marks with a key of the home, and none where the log only counts', () => {
    const log: { detail: RecordSettings['detail']; scope: 'acted' } = {
      detail: 'names',
      scope: 'acted',
    };
    const { home, telling } = open(log);
    expect(telling.marksOf(MAIL)).toHaveLength(1);
    expect(fs.statSync(join(home.data, 'marks.key')).mode & 0o777).toBe(0o600);
    log.detail = 'counts';
    expect(telling.marksOf(MAIL)).toEqual([]);
  });

  it.each([
    ['counts', 'all', false, false],
    ['names', 'all', true, false],
    ['values', 'acted', false, true],
  ] as const)('detail %s and scope %s: passes %s, values %s', (detail, scope, passes, values) => {
    const { telling } = open({ detail, scope });
    expect([telling.keepsPasses, telling.keepsValues]).toEqual([passes, values]);
  });

  it('says the level that a program was treated at, as settings are at that moment', () => {
    const settings: { trusted: Level } = { trusted: 'full' };
    const { telling } = open({ detail: 'names', scope: 'acted' }, () => settings.trusted, true);
    const fresh = device({ level: 'hostname', levelFrom: 'default' });
    expect(telling.levelOf(fresh, null, host('a.test'))).toBe('full');
    settings.trusted = 'trackers';
    expect(telling.levelOf(fresh, null, host('a.test'))).toBe('trackers');
    expect(telling.levelOf(device({ level: 'off' }), null, host('a.test'))).toBe('off');
  });
});
