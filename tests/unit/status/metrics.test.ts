import { expect, test } from 'vitest';
import { type MetricsInput, metricsText } from '../../../src/status/metrics.ts';
import { device, MemoryLog, NOW, subscribed } from '../../support/status-ports.ts';

const input: MetricsInput = {
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
  subscriptions: [subscribed(), subscribed({ name: 'new', fetched: null, failing: true })],
  liveListeners: 2,
  certificateNotAfter: NOW,
  now: NOW,
  version: '0.1.0',
  operations: {
    startedAt: NOW - 90_500,
    totals: () => ({
      exchanges: [
        { action: 'block', observed: false, count: 7 },
        { action: 'block', observed: true, count: 1 },
      ],
      tunnels: [{ reason: 'refused', count: 2 }],
      ...{ refused: 1, bytesUp: 4_100, bytesDown: 9 },
    }),
    dropped: () => 0,
    loopDelay: () => ({ median: 0.0101, p99: 0.02, max: 0.5 }),
    residentMemory: () => 1_000,
  },
};

const samples = (text: string) =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('numbers as Prometheus reads them', () => {
  const text = metricsText(input);
  for (const line of text.trimEnd().split('\n')) {
    const sample = /^[a-z_0-9]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? \d+(\.\d+)?$/;
    expect(line).toMatch(line.startsWith('#') ? /^# (HELP|TYPE) [a-z_0-9]+ .+$/ : sample);
  }
  expect(samples(text)).toEqual([
    'eyelid_exchanges_total{action="block",observed="false"} 7',
    'eyelid_exchanges_total{action="block",observed="true"} 1',
    'eyelid_tunnels_total{reason="refused"} 2',
    'eyelid_connections_refused_total 1',
    'eyelid_bytes_total{direction="up"} 4100',
    'eyelid_bytes_total{direction="down"} 9',
    'eyelid_events_dropped_total 0',
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
    'eyelid_list_age_seconds{list="easyprivacy"} 21600',
    'eyelid_list_failing{list="easyprivacy"} 0',
    'eyelid_list_failing{list="new"} 1',
    'eyelid_live_listeners 2',
    `eyelid_certificate_not_after_seconds ${NOW / 1000}`,
    'eyelid_event_loop_delay_seconds{quantile="0.5"} 0.0101',
    'eyelid_event_loop_delay_seconds{quantile="0.99"} 0.02',
    'eyelid_event_loop_delay_seconds{quantile="1"} 0.5',
    'eyelid_build_info{version="0.1.0"} 1',
    `process_start_time_seconds ${Math.floor((NOW - 90_500) / 1000)}`,
    'process_resident_memory_bytes 1000',
  ]);
});

test('what only grows is called a counter, and nothing else is', () => {
  const types = [...metricsText(input).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(types.length).toBeGreaterThan(10);
  for (const [, name = '', type] of types) {
    expect([name, type]).toEqual([name, name.endsWith('_total') ? 'counter' : 'gauge']);
  }
});

test('a log that cannot be read takes its own numbers away, and no others', () => {
  const all = samples(metricsText(input));
  const without = samples(metricsText({ ...input, overview: null }));
  expect(all.filter((line) => !without.includes(line))).toEqual(
    all.filter((line) => line.includes('_24h')),
  );
});

test('no name of a device or a host is told', () => {
  const named = device({ name: 'Anna', address: '192.168.1.77' });
  const text = metricsText({ ...input, devices: [named] });
  for (const word of ['Anna', '192.168.1.77', named.id]) expect(text).not.toContain(word);
});
