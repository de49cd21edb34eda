import { execFile } from 'node:child_process';
import type { Known } from '../doctor/finding.ts';

/** How long anything is waited for. */
export const PATIENCE = 3_000;
const MAX_OUTPUT = 32 * 1_048_576;

/** What a tool of the system prints, or why it does not. */
export function output(tool: string, ...args: readonly string[]): Promise<Known<string>> {
  // They live where the path of an ordinary user does not lead.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };
  const limits = { timeout: PATIENCE, maxBuffer: MAX_OUTPUT, env };
  return new Promise((resolve) => {
    execFile(tool, [...args], limits, (error, stdout, stderr) => {
      if (error === null) resolve({ value: stdout });
      else if (error.code === 'ENOENT') resolve({ unknown: `${tool} is not installed here.` });
      else if (/not permitted|permission denied|must be root/i.test(stderr)) {
        resolve({ unknown: `${tool} shows that to root only: run doctor with sudo.` });
      } else resolve({ unknown: `${tool} failed: ${stderr.split('\n', 1)[0] ?? ''}` });
    });
  });
}
