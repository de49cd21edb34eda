import type { Device } from '../model/device.ts';
import { LEVELS } from '../model/device.ts';
import type { Overview } from '../model/log.ts';
import type { RuleListInfo } from '../model/rule.ts';
import type { ListStatus } from '../model/subscription.ts';
import type { OperationsPort } from './ports.ts';

export interface MetricsInput {
  /** Of the last 24 hours; null where the log cannot be read. */
  readonly overview: Overview | null;
  readonly devices: readonly Device[];
  readonly rules: { readonly size: number; readonly lists: readonly RuleListInfo[] };
  readonly subscriptions: readonly ListStatus[];
  readonly liveListeners: number;
  /** Milliseconds since the epoch. */
  readonly certificateNotAfter: number;
  readonly now: number;
  readonly version: string;
  readonly operations: OperationsPort;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * The numbers in the text format of Prometheus, version 0.0.4: no names of
 * hosts or devices. Counters (`_total`) begin at 0 with each start.
 */
export function metricsText(input: MetricsInput): string {
  return [...carried(input), ...lastDay(input), ...household(input), ...program(input)].join('');
}

function carried({ operations }: MetricsInput): readonly string[] {
  const { exchanges, tunnels, refused, bytesUp, bytesDown } = operations.totals();
  return [
    counter(
      'eyelid_exchanges_total',
      'Exchanges by what was done; observed: what would have been.',
      exchanges.map((one) => [{ action: one.action, observed: String(one.observed) }, one.count]),
    ),
    counter(
      'eyelid_tunnels_total',
      'Connections passed through unopened, by why.',
      tunnels.map(({ reason, count }) => [{ reason }, count]),
    ),
    counter('eyelid_connections_refused_total', 'Connections refused by their host.', [
      [{}, refused],
    ]),
    counter('eyelid_bytes_total', 'Bytes carried: up from devices, down to them.', [
      [{ direction: 'up' }, bytesUp],
      [{ direction: 'down' }, bytesDown],
    ]),
    counter('eyelid_events_dropped_total', 'Events that the log lost.', [
      [{}, operations.dropped()],
    ]),
  ];
}

function lastDay({ overview }: MetricsInput): readonly string[] {
  if (overview === null) return [];
  return [
    gauge('eyelid_exchanges_24h', 'Exchanges carried in the last 24 hours.', [
      [{}, overview.total],
    ]),
    gauge('eyelid_tunnels_24h', 'Connections passed through unopened in the last 24 hours.', [
      [{}, overview.tunnelled],
    ]),
    gauge(
      'eyelid_actions_24h',
      'Exchanges of the last 24 hours by what was done.',
      overview.byAction.map(({ name, count }) => [{ action: name }, count]),
    ),
  ];
}

function household(input: MetricsInput): readonly string[] {
  const { devices, rules, subscriptions, now } = input;
  const aged = subscriptions.flatMap(({ name, fetched }): readonly Sample[] =>
    fetched === null ? [] : [[{ list: name }, seconds(now - fetched)]],
  );
  return [
    gauge(
      'eyelid_devices',
      'Known devices by level.',
      LEVELS.map((level) => [{ level }, devices.filter((d) => d.level === level).length]),
    ),
    gauge('eyelid_rules', 'Rules in force.', [[{}, rules.size]]),
    gauge(
      'eyelid_rule_errors',
      'Lines that are not in force, by list.',
      rules.lists.map(({ list, problems }) => [
        { list },
        problems.filter((p) => p.severity === 'error').length,
      ]),
    ),
    gauge('eyelid_list_age_seconds', 'Since a list was downloaded.', aged),
    gauge(
      'eyelid_list_failing',
      '1 where the last update of a list failed.',
      subscriptions.map(({ name, failing }) => [{ list: name }, failing ? 1 : 0]),
    ),
  ];
}

function program(input: MetricsInput): readonly string[] {
  const { operations, version } = input;
  const { median, p99, max } = operations.loopDelay();
  return [
    gauge('eyelid_live_listeners', 'Pages that follow the log.', [[{}, input.liveListeners]]),
    gauge('eyelid_certificate_not_after_seconds', 'When the authority expires.', [
      [{}, seconds(input.certificateNotAfter)],
    ]),
    gauge(
      'eyelid_event_loop_delay_seconds',
      'Turns of the loop since the metrics were last read.',
      [
        [{ quantile: '0.5' }, median],
        [{ quantile: '0.99' }, p99],
        [{ quantile: '1' }, max],
      ],
    ),
    gauge('eyelid_build_info', 'The version of the program.', [[{ version }, 1]]),
    gauge('process_start_time_seconds', 'When the program was started.', [
      [{}, seconds(operations.startedAt)],
    ]),
    gauge('process_resident_memory_bytes', 'Resident memory.', [[{}, operations.residentMemory()]]),
  ];
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  return family('gauge', name, help, samples);
}

function counter(name: string, help: string, samples: readonly Sample[]): string {
  return family('counter', name, help, samples);
}

function family(type: string, name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
