import { execFile } from 'node:child_process';

export interface CurlResult {
  /** curl's exit status; 0 is success, 18 is a body that broke off. */
  readonly exit: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface CurlOptions {
  readonly proxyPort: number;
  /** A PEM file to trust, and nothing else. */
  readonly caPath?: string;
}

/** Runs the real curl through the proxy, quiet but for errors. */
export function curl(options: CurlOptions, ...words: readonly string[]): Promise<CurlResult> {
  const common = [
    '-sS',
    '--max-time',
    '50',
    '--noproxy',
    '',
    '-x',
    `http://127.0.0.1:${options.proxyPort}`,
  ];
  const trust = options.caPath === undefined ? [] : ['--cacert', options.caPath];
  return new Promise((resolve) => {
    execFile(
      'curl',
      [...common, ...trust, ...words],
      { encoding: 'buffer', maxBuffer: 16 * 1_048_576 },
      (error, stdout, stderr) => {
        const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exit, stdout, stderr: stderr.toString('utf8') });
      },
    );
  });
}
