import { describe, expect, it } from 'vitest';
import { painter } from '../../../src/cli/colour.ts';
import { type Stats, statsLines } from '../../../src/cli/stats-text.ts';

const plain = painter('never', { env: {} });
const since = new Date(2026, 10, 21, 6).getTime();

const STATS: Stats = {
  span: 'The last 24 hours',
  until: since + 86_400_000,
  overview: {
    since,
    total: 12_345,
    tunnelled: 60,
    actedOn: 3_000,
    byAction: [
      { name: 'block', count: 2_000 },
      { name: 'pass', count: 9_285 },
      { name: 'strip', count: 1_000 },
    ],
    byTracker: [
      { name: 'Meta Pixel', count: 210, stopped: 200 },
      { name: 'Criteo', count: 9, stopped: 0 },
    ],
    byPage: [{ name: 'shop.example', count: 150, stopped: 140 }],
    byDevice: [{ device: 'ip:a', name: 'Laptop', count: 12_345, actedOn: 3_000, tunnelled: 60 }],
    unopened: [{ name: 'bank.example', count: 60 }],
    byHour: [],
  },
  rules: [{ list: 'meta.yaml', line: 12, text: 'meta-pixel', count: 200, last: since }],
  bars: { title: 'By hour', of: [{ name: 'Sat 06:00', total: 10, actedOn: 10 }] },
  ownerOf: (tracker) => (tracker === 'Meta Pixel' ? 'Meta Platforms' : null),
};

describe('statsLines', () => {
  it('tells what the overview tells', () => {
    expect(statsLines(STATS, plain)).toEqual([
      'The last 24 hours: 2026-11-21 06:00:00 to 2026-11-22 06:00:00',
      '12,345 exchanges, 3,000 (24 %) acted on, 60 (under 1 %) passed through unopened',
      'Cleaned 1,000, Blocked 2,000',
      '',
      'By hour',
      `  Sat 06:00  10 of 10  ${'█'.repeat(40)}`,
      '',
      'Who tracked: how often it was tried, and how often stopped',
      '  Meta Pixel (Meta Platforms)  210  200 stopped',
      '  Criteo                         9    0 stopped',
      '',
      'Sites that tried to tell',
      '  shop.example  150  140 stopped',
      '',
      'Devices',
      '  Laptop  12,345  3,000 acted on  60 unopened',
      '',
      'Passed through unopened',
      '  bank.example  60',
      '',
      'Rules applied most',
      '  200  meta.yaml:12  meta-pixel',
      '',
      'Not seen here: what servers tell each other, mobile data, and VPNs.',
    ]);
  });

  it('of an empty log says nothing', () => {
    const { overview } = STATS;
    const nothing = {
      ...{ total: 0, actedOn: 0, tunnelled: 0, byAction: [], byTracker: [], byPage: [] },
      ...{ byDevice: [], unopened: [] },
    };
    const bars = { title: 'By hour', of: [] };
    const empty = { ...STATS, overview: { ...overview, ...nothing }, rules: [], bars };
    const lines = statsLines(empty, plain);
    expect(lines[1]).toBe('0 exchanges, 0 (0 %) acted on, 0 (0 %) passed through unopened');
    expect(lines.filter((line) => line === '  nothing')).toHaveLength(6);
  });

  it('lets nothing through that moves a cursor, and cuts what is long', () => {
    const name = `\u001b[2J\n${'x'.repeat(200)}`;
    const { overview } = STATS;
    const hostile = { name, count: 1, stopped: 1 };
    const lines = statsLines(
      {
        ...STATS,
        overview: { ...overview, byTracker: [hostile], byPage: [hostile], unopened: [hostile] },
        rules: [{ list: name, line: 1, text: name, count: 1, last: 0 }],
      },
      plain,
    );
    for (const line of lines) {
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(line.length).toBeLessThan(130);
    }
  });
});
