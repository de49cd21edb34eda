import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChrony, readNtpctl, readNtpq, readTimedatectl } from '../doctor/clock-text.ts';
import type { Known } from '../doctor/finding.ts';
import type { ClockFacts } from '../doctor/machine.ts';
import type { Home } from '../home.ts';
import { output } from './doctor-tools.ts';

export async function readClock({ certs }: Home): Promise<ClockFacts> {
  return {
    now: Date.now(),
    authority: validity(join(certs, 'ca.pem')),
    synchronized: await followsServer(),
  };
}

function validity(path: string): ClockFacts['authority'] {
  try {
    const { validFrom, validTo } = new X509Certificate(readFileSync(path));
    return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) };
  } catch {
    return null;
  }
}

/** Programs that keep a clock right, and what of them can be asked without being root. All of it stays on this machine. */
const KEEPERS = [
  ['chronyc', ['-n', 'tracking'], readChrony],
  ['ntpq', ['-c', 'rv'], readNtpq],
  ['ntpctl', ['-s', 'status'], readNtpctl],
  ['timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], readTimedatectl],
] as const;

/** Whether one of them says that the clock follows a time server; no, where one says no and none yes. */
async function followsServer(): Promise<Known<boolean>> {
  // The mark that systemd-timesyncd leaves once it has the time.
  if (existsSync('/run/systemd/timesync/synchronized')) return { value: true };
  const answers = await Promise.all(
    KEEPERS.map(async ([tool, words, read]) => {
      const text = await output(tool, ...words);
      if ('value' in text) return read(text.value);
      return text.unknown.includes('root') ? text : null;
    }),
  );
  if (answers.includes(true)) return { value: true };
  // A program that tells root only may be the one that follows a server.
  const closed = answers.find((answer) => answer !== null && typeof answer === 'object');
  if (closed !== undefined) return { unknown: closed.unknown.replace(/\.$/, '') };
  if (answers.includes(false)) return { value: false };
  return { unknown: 'none of the programs that know answered' };
}
