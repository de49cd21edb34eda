import type { Device } from '../model/device.ts';
import { LEVELS } from '../model/device.ts';
import type { Overview } from '../model/log.ts';
import type { RuleListInfo } from '../model/rule.ts';

export interface MetricsInput {
  /** Of the last 24 hours. */
  readonly overview: Overview;
  readonly devices: readonly Device[];
  readonly rules: { readonly size: number; readonly lists: readonly RuleListInfo[] };
  readonly liveListeners: number;
  /** Milliseconds since the epoch. */
  readonly certificateNotAfter: number;
  /** Bytes. */
  readonly residentMemory: number;
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The numbers in the text format of Prometheus, version 0.0.4. No host names. */
export function metricsText(input: MetricsInput): string {
  const { overview, devices, rules } = input;
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
    gauge('eyelid_live_listeners', 'Pages that follow the log.', [[{}, input.liveListeners]]),
    gauge('eyelid_certificate_not_after_seconds', 'When the authority expires.', [
      [{}, Math.floor(input.certificateNotAfter / 1000)],
    ]),
    gauge('process_resident_memory_bytes', 'Resident memory.', [[{}, input.residentMemory]]),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
