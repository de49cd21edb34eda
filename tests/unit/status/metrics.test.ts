import { expect, test } from 'vitest';
import { metricsText } from '../../../src/status/metrics.ts';
import { device, MemoryLog, NOW } from '../../support/status-ports.ts';

const input = {
  overview: await new MemoryLog([], {
    total: 10,
    tunnelled: 3,
    byAction: [
      { name: 'block', count: 4 },
      { name: 'strip', count: 1 },
    ],
  }).overview({ since: 0 }),
  devices: [device(), device({ level: 'off' }), device()],
  rules: {
    size: 5,
    lists: [
      {
        list: 'odd"name\\\n.txt',
        rules: 5,
        stale: false,
        problems: (['error', 'ineffective'] as const).map((severity) => ({
          list: 'a.txt',
          line: 1,
          text: 'x',
          reason: 'y',
          severity,
        })),
      },
    ],
  },
  liveListeners: 2,
  certificateNotAfter: NOW,
  residentMemory: 1_000,
};

test('numbers as Prometheus reads them', () => {
  const text = metricsText(input);
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(\{[a-z]+=".*"\})? \d+)$/);
  }
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples).toEqual([
    'eyelid_exchanges_24h 10',
    'eyelid_tunnels_24h 3',
    'eyelid_actions_24h{action="block"} 4',
    'eyelid_actions_24h{action="strip"} 1',
    'eyelid_devices{level="off"} 1',
    'eyelid_devices{level="hostname"} 0',
    'eyelid_devices{level="trackers"} 0',
    'eyelid_devices{level="full"} 2',
    'eyelid_rules 5',
    'eyelid_rule_errors{list="odd\\"name\\\\\\n.txt"} 1',
    'eyelid_live_listeners 2',
    `eyelid_certificate_not_after_seconds ${NOW / 1000}`,
    'process_resident_memory_bytes 1000',
  ]);
});
