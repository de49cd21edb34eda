import { expect, test } from 'vitest';
import type { Fingerprint, ProgramView, Refusal } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { brokenHints } from '../../../src/status/broken-hints.ts';
import { device, NOW } from '../../support/status-ports.ts';

const HOUR = 3_600_000;
const SINCE = NOW - 24 * HOUR;

function refusal(since: number): Refusal {
  return { reason: 'alert', since, until: since + 24 * HOUR, times: 1 };
}

function program(name: string | null, hosts: readonly number[], all: number | null): ProgramView {
  const key = { device: device().id, fingerprint: 'ab12cd34ef56'.repeat(2) as Fingerprint };
  return {
    program: {
      ...{ ...key, name, level: null, proof: null, provenAt: null, carriedAt: null, refused: [] },
      ...{ refusal: all === null ? null : refusal(all), failedProbes: 0, probeAfter: 0 },
      ...{ firstSeen: SINCE, lastSeen: NOW },
    },
    refusedHosts: hosts.map((since, i) => ({
      ...{
        ...key,
        hostname: `h${i}.example` as Hostname,
        carriedAt: null,
        silences: 0,
        silentSince: 0,
      },
      ...{ silentAt: 0, refusal: refusal(since) },
    })),
  };
}

test('programs that refused lately are named, those that refuse all first', () => {
  const programs = [
    program('Quiet', [], null),
    program('Old', [SINCE - 1, SINCE - HOUR], SINCE - 1),
    program('Chat', [NOW, SINCE, SINCE - 1], null),
    program(null, [NOW], NOW - HOUR),
  ];
  const hints = brokenHints([device()], () => programs, SINCE);
  expect(hints.map(({ program: name, hosts }) => [name, hosts])).toEqual([
    ['program ab12cd34', 0],
    ['Chat', 2],
  ]);
});

test('at most five are told of', () => {
  const programs = Array.from({ length: 9 }, (_, i) => program(`p${i}`, [NOW], null));
  expect(brokenHints([device()], () => programs, SINCE)).toHaveLength(5);
});
